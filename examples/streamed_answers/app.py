"""A language model's words reach the reader as they come, over a WebSocket; a report gets them all at once."""

from aws_cdk import App, Duration, Size, Stack
from constructs import Construct

from sagewire import ContainerImage, LambdaInvoker, Model, ModelArtifact, RealTimeEndpoint, ResponseStream


class Writer(Stack):
    """Two functions in front of one endpoint, since an answer is either posted part by part or given at once."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        image = ContainerImage.for_framework("pytorch", "2.6.0", processor="gpu")
        model = Model(self, "Model", image=image, artifact=ModelArtifact.from_asset("model"))
        endpoint = RealTimeEndpoint(self, "Endpoint", model=model, instance_type="ml.g5.2xlarge")
        readers = LambdaInvoker(self, "Readers", endpoint=endpoint, stream=ResponseStream.to_connection())
        readers.add_web_socket_api()
        collected = ResponseStream.collected(max_size=Size.mebibytes(1), max_time=Duration.minutes(4))
        LambdaInvoker(self, "Reports", endpoint=endpoint, stream=collected).add_function_url()


def main() -> None:
    """Synthesize it."""
    app = App()
    Writer(app, "Writer")
    app.synth()


if __name__ == "__main__":
    main()
