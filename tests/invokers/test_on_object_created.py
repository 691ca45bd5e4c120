"""Objects in other buckets as requests: what the model may read, whichever stacks these are in."""

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from sagewire import AsyncEndpoint, LambdaInvoker, Model
from tests.models import IMAGE
from tests.templates import resources


def endpoint_in(stack: Stack) -> AsyncEndpoint:
    return AsyncEndpoint(stack, "Async", model=Model(stack, "Model", image=IMAGE), instance_type="ml.c7i.large")


def granted(stack: Stack) -> dict[str, list[str]]:
    """What policies of a stack allow, by the policies' names."""
    policies = resources(stack, "AWS::IAM::Policy")
    return {
        name: [statement["Action"] for statement in policy["Properties"]["PolicyDocument"]["Statement"]]
        for name, policy in policies.items()
    }


@pytest.mark.parametrize("encrypted", [False, True])
def test_the_model_may_read_them_before_the_rule_is_there(stack: Stack, *, encrypted: bool) -> None:
    bucket = s3.Bucket(stack, "Uploads", encryption_key=kms.Key(stack, "Key") if encrypted else None)
    invoker = LambdaInvoker(stack, "Invoker", endpoint=endpoint_in(stack))
    invoker.on_object_created("Dropped", bucket, prefix="incoming/")
    ((name, actions),) = [(name, found) for name, found in granted(stack).items() if "DroppedInput" in name]
    assert actions == (["s3:GetObject", "kms:Decrypt"] if encrypted else ["s3:GetObject"])
    (rule,) = resources(stack, "AWS::Events::Rule").values()
    assert rule["DependsOn"] == [name]


@pytest.mark.parametrize("beside", ["the invoker", "the endpoint", "neither"])
def test_whichever_stack_the_bucket_is_in(app: App, beside: str) -> None:
    """Two stacks that need each other cannot be deployed."""
    stacks = {name: Stack(app, name.title().replace(" ", "")) for name in ("the invoker", "the endpoint", "neither")}
    bucket = s3.Bucket(stacks[beside], "Uploads", event_bridge_enabled=False)
    invoker = LambdaInvoker(stacks["the invoker"], "Invoker", endpoint=endpoint_in(stacks["the endpoint"]))
    invoker.on_object_created("Dropped", bucket)
    app.synth()
    assert [name for name in granted(stacks["the invoker"]) if "DroppedInput" in name]


def test_a_model_in_a_stack_of_its_own(app: App, stack: Stack) -> None:
    model = Model(Stack(app, "Models"), "Model", image=IMAGE)
    endpoint = AsyncEndpoint(stack, "Async", model=model, instance_type="ml.c7i.large")
    LambdaInvoker(stack, "Invoker", endpoint=endpoint).on_object_created("Dropped", s3.Bucket(stack, "Uploads"))
    app.synth()


@pytest.mark.parametrize("prefix", ["", "results/", "results/a", "failures/"])
def test_an_answer_must_not_be_the_next_request(stack: Stack, prefix: str) -> None:
    shared = s3.Bucket(stack, "Shared")
    model = Model(stack, "Model", image=IMAGE)
    endpoint = AsyncEndpoint(
        stack, "Async", model=model, instance_type="ml.c7i.large", input_bucket=shared, output_bucket=shared
    )
    invoker = LambdaInvoker(stack, "Invoker", endpoint=endpoint)
    with pytest.raises(ValueError, match=f"^prefix is '{prefix}', where .*: choose another, such as 'incoming/'"):
        invoker.on_object_created("Dropped", shared, prefix=prefix)
    invoker.on_object_created("Dropped", shared, prefix="incoming/")
