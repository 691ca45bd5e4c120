"""Browsers ask through an HTTP API, a partner's servers through a REST API, each with a function of its own."""

from aws_cdk import App, Duration, Size, Stack
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from constructs import Construct

from sagewire import (
    CircuitBreaker,
    ContainerImage,
    Idempotency,
    LambdaInvoker,
    Model,
    ModelArtifact,
    RealTimeEndpoint,
)

_ISSUER = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_example00"


class Photos(Stack):
    """Both answer before the API in front of them gives up: after 30 s the one, after 29 s the other."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        model = Model(
            self,
            "Model",
            image=ContainerImage.for_framework("pytorch", "2.6.0", processor="cpu"),
            artifact=ModelArtifact.from_asset("model"),
        )
        endpoint = RealTimeEndpoint(self, "Endpoint", model=model, instance_type="ml.c7i.xlarge", instance_count=2)
        users = authorizers.HttpJwtAuthorizer("Users", _ISSUER, jwt_audience=["example-client"])
        web = LambdaInvoker(
            self,
            "Web",
            endpoint=endpoint,
            deadline=Duration.seconds(10),
            # A browser that sends its request again, with the same Idempotency-Key, gets the answer it has missed.
            idempotency=Idempotency(),
            circuit_breaker=CircuitBreaker(),
        )
        web.add_http_api(authorizer=users)
        # A photo goes through a REST API as bytes; callers sign their requests, and IAM decides.
        partner = LambdaInvoker(
            self, "Partner", endpoint=endpoint, deadline=Duration.seconds(15), request=Size.mebibytes(4)
        )
        partner.add_rest_api()


def main() -> None:
    """Synthesize it."""
    app = App()
    Photos(app, "Photos")
    app.synth()


if __name__ == "__main__":
    main()
