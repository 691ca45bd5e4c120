"""A model folder behind a function URL, validated when it is synthesized."""

from aws_cdk import App, Stack, Validations

from sagewire import ContainerImage, LambdaInvoker, Model, ModelArtifact, RealTimeEndpoint, Validator

app = App()
Validations.of(app).add_plugins(Validator())
stack = Stack(app, "Ranking")
image = ContainerImage.for_framework("sklearn", "1.2-1")
model = Model(stack, "Model", image=image, artifact=ModelArtifact.from_asset("model"))
endpoint = RealTimeEndpoint(stack, "Endpoint", model=model, instance_type="ml.c7i.large")
invoker = LambdaInvoker(stack, "Invoker", endpoint=endpoint)
invoker.add_function_url()
app.synth()
