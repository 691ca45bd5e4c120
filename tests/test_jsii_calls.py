"""How often each construct crosses into Node: that is what synthesis costs, and it does not depend on the machine."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from aws_cdk import App, Duration, Size, Stack
from aws_cdk import aws_events as events

from sagewire import (
    AsyncEndpoint,
    BatchTransform,
    ComputeRequirements,
    ContainerImage,
    InferenceComponent,
    InferenceComponentEndpoint,
    LambdaInvoker,
    Model,
    ModelArtifact,
    RealTimeEndpoint,
    Rollout,
    Scaling,
    ServerlessEndpoint,
    TransformInput,
)
from tests.jsii_calls import counted_calls

IMAGE = ContainerImage.for_framework("sklearn", "1.2-1")
PATTERN = events.EventPattern(source=["website"])
SCALING = Scaling(min_capacity=1, max_capacity=4, invocations_per_instance=100)
Make = Callable[[Stack, str, Model], object]

CONSTRUCTS: dict[str, Make] = {
    "Model": lambda s, name, _: Model(s, name, image=IMAGE),
    "RealTimeEndpoint": lambda s, name, m: RealTimeEndpoint(s, name, model=m, instance_type="ml.c7i.large"),
    "RealTimeEndpoint with scaling and a rollout": lambda s, name, m: RealTimeEndpoint(
        s,
        name,
        model=m,
        instance_type="ml.c7i.large",
        instance_count=2,
        scaling=SCALING,
        rollout=Rollout.all_at_once(bake=Duration.minutes(10)),
    ),
    "ServerlessEndpoint": lambda s, name, m: ServerlessEndpoint(s, name, model=m, memory=Size.gibibytes(2)),
    "AsyncEndpoint": lambda s, name, m: AsyncEndpoint(s, name, model=m, instance_type="ml.c7i.large"),
    "InferenceComponent and its endpoint": lambda s, name, m: InferenceComponent(
        s,
        f"{name}Component",
        endpoint=InferenceComponentEndpoint(s, name, instance_type="ml.g5.2xlarge"),
        model=m,
        requirements=ComputeRequirements(memory=Size.gibibytes(1)),
    ),
    "LambdaInvoker and its endpoint": lambda s, name, m: LambdaInvoker(
        s, name, endpoint=RealTimeEndpoint(s, f"{name}Endpoint", model=m, instance_type="ml.c7i.large")
    ),
    "LambdaInvoker on events and its endpoint": lambda s, name, m: LambdaInvoker(
        s, name, endpoint=RealTimeEndpoint(s, f"{name}Endpoint", model=m, instance_type="ml.c7i.large")
    ).on_event("Viewed", pattern=PATTERN),
    "BatchTransform": lambda s, name, m: BatchTransform(
        s, name, model=m, instance_type="ml.m5.large", input=TransformInput(content_type="text/csv")
    ),
}
EXPECTED = {
    "Model": 7,
    "RealTimeEndpoint": 9,
    "RealTimeEndpoint with scaling and a rollout": 26,
    "ServerlessEndpoint": 11,
    "AsyncEndpoint": 59,
    "InferenceComponent and its endpoint": 22,
    "LambdaInvoker and its endpoint": 16,
    "LambdaInvoker on events and its endpoint": 29,
    "BatchTransform": 60,
}


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_the_second_of_a_kind_makes_so_many_calls(app: App, name: str) -> None:
    """The first one also fetches what is fetched once in a process or once in a stack."""
    stack = Stack(app, "Test")
    model = Model(stack, "Model", image=IMAGE)
    CONSTRUCTS[name](stack, "First", model)
    with counted_calls() as calls:
        CONSTRUCTS[name](stack, "Second", model)
    assert calls.total() == EXPECTED[name], calls.most_common()


def test_an_artifact_makes_so_many_calls(stack: Stack, model_folder: Path) -> None:
    artifact = ModelArtifact.from_asset(model_folder)
    Model(stack, "First", image=IMAGE, artifact=artifact)
    with counted_calls() as bare:
        Model(stack, "Bare", image=IMAGE)
    with counted_calls() as calls:
        Model(stack, "Second", image=IMAGE, artifact=artifact)
    assert calls.total() - bare.total() == 3


def test_a_model_and_its_endpoint_load_no_service_that_they_do_not_use() -> None:
    """aws_ec2 alone takes a quarter of a second to load, and few models have a VPC."""
    code = "import sys; from sagewire import Model, RealTimeEndpoint; sys.exit('aws_cdk.aws_ec2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
