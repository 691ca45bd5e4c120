"""COUNT real-time endpoints, each with an invoker and a rule, with sagewire."""

import os

from aws_cdk import App, Stack
from aws_cdk import aws_events as events

from sagewire import ContainerImage, LambdaInvoker, Model, ModelArtifact, RealTimeEndpoint

app = App(analytics_reporting=False)
for number in range(int(os.environ["COUNT"])):
    stack = Stack(app, f"Stack{number}")
    image = ContainerImage.for_framework("sklearn", "1.2-1")
    model = Model(stack, "Model", image=image, artifact=ModelArtifact.from_asset("model"))
    endpoint = RealTimeEndpoint(stack, "Endpoint", model=model, instance_type="ml.c7i.large")
    invoker = LambdaInvoker(stack, "Invoker", endpoint=endpoint)
    invoker.on_event("Viewed", pattern=events.EventPattern(source=["website"]))
app.synth()
