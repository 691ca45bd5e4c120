"""A function in front of an endpoint that another team deployed, whatever it was deployed with."""

from aws_cdk import App, CfnParameter, Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from constructs import Construct

from sagewire import LambdaInvoker, RealTimeEndpoint


class Front(Stack):
    """Its name is all that has to be known, and that at deployment only."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        name = CfnParameter(self, "EndpointName", description="The other team's endpoint", default="churn-production")
        endpoint = RealTimeEndpoint.from_endpoint_attributes(
            self, "Endpoint", endpoint_name=name.value_as_string, variant_names=["Champion", "Challenger"]
        )
        invoker = LambdaInvoker(self, "Invoker", endpoint=endpoint, deadline=Duration.seconds(3))
        invoker.on_event("OrderPlaced", pattern=events.EventPattern(source=["shop"], detail_type=["Order Placed"]))

        # For people and services of ours, none of which the other team has to know.
        endpoint.grant_invoke(iam.ManagedPolicy(self, "Callers", description="To ask the endpoint itself"))
        operators = iam.ManagedPolicy(self, "Operators", description="To see the endpoint and to shift its traffic")
        endpoint.grant_describe(operators)
        endpoint.grant_update_weights_and_capacities(operators)


def main() -> None:
    """Synthesize it."""
    app = App()
    Front(app, "Front")
    app.synth()


if __name__ == "__main__":
    main()
