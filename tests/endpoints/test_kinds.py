"""One set of arguments moves between the kinds of endpoint, or is told what stays behind and why."""

import inspect

import pytest
from aws_cdk import App, Duration, Size, Stack

from sagewire import ContainerImage, Model, endpoint_of_kind
from sagewire.endpoints.kinds import KINDS, REASONS, EndpointArguments
from tests.templates import only, resources

OURS = {"self", "scope", "id"}
ARGUMENTS = {
    kind: set(inspect.signature(vars(construct)["__init__"]).parameters) - OURS for kind, construct in KINDS.items()
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_argument_of_any_kind_is_taken_or_has_a_reason(kind: str) -> None:
    everything = set().union(*ARGUMENTS.values())
    assert everything == set(EndpointArguments.__annotations__)
    assert everything - ARGUMENTS[kind] == set(REASONS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_each_reason_says_what_to_do_and_names_its_source(kind: str) -> None:
    for reason in REASONS[kind].values():
        assert "(https://docs.aws.amazon.com/" in reason


def test_what_both_kinds_take_moves_over(stack: Stack, model: Model) -> None:
    endpoint_of_kind(stack, "RealTime", "real-time", model=model, instance_type="ml.c7i.large", instance_count=2)
    endpoint_of_kind(stack, "Async", "asynchronous", model=model, instance_type="ml.c7i.large", instance_count=2)
    variants = [
        config["Properties"]["ProductionVariants"]
        for config in resources(stack, "AWS::SageMaker::EndpointConfig").values()
    ]
    assert variants[0] == variants[1]
    assert variants[0][0]["InitialInstanceCount"] == 2


def test_what_a_kind_cannot_keep_is_named_with_its_reason(stack: Stack, model: Model) -> None:
    with pytest.raises(ValueError, match=r"a serverless endpoint cannot keep instance_type: it has no .*; retention: "):
        endpoint_of_kind(
            stack,
            "E",
            "serverless",
            model=model,
            instance_type="ml.c7i.large",
            retention=Duration.days(1),
            memory=Size.gibibytes(2),
        )


def test_there_is_no_other_kind(stack: Stack, model: Model) -> None:
    with pytest.raises(ValueError, match="kind is 'batch'; allowed are real-time, serverless, asynchronous"):
        endpoint_of_kind(stack, "E", "batch", model=model)  # type: ignore[arg-type]


def test_another_kind_is_another_endpoint(app: App, image: ContainerImage) -> None:
    """Pitfall 21b: SageMaker refuses to turn an endpoint of one kind into another."""
    stacks = [Stack(app, name) for name in ("Before", "After")]
    models = [Model(stack, "Model", image=image) for stack in stacks]
    endpoint_of_kind(stacks[0], "E", "serverless", model=models[0])
    endpoint_of_kind(stacks[1], "E", "real-time", model=models[1], instance_type="ml.c7i.large")
    (before,), (after,) = (resources(stack, "AWS::SageMaker::Endpoint") for stack in stacks)
    assert before != after
    assert "EndpointName" not in only(stacks[1], "AWS::SageMaker::Endpoint")
