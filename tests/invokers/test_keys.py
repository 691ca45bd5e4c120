"""An alias in place of a key: IAM and CloudWatch Logs know a key by its own ARN only."""

import pytest
from aws_cdk import Duration, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sqs as sqs

from sagewire import Endpoint, Idempotency, LambdaInvoker, Model, RealTimeEndpoint
from tests.models import IMAGE
from tests.templates import resources, statements


@pytest.fixture
def endpoint(stack: Stack) -> RealTimeEndpoint:
    return RealTimeEndpoint(stack, "RealTime", model=Model(stack, "Model", image=IMAGE), instance_type="ml.c7i.large")


@pytest.fixture
def alias(stack: Stack) -> kms.Alias:
    return kms.Alias(stack, "Alias", alias_name="alias/ours", target_key=kms.Key(stack, "Key"))


def on_keys(stack: Stack) -> dict[str, object]:
    """On what each set of actions of KMS is allowed."""
    named = {str(each["Action"]): each["Resource"] for each in statements(stack)}
    return {actions: resource for actions, resource in named.items() if "kms:" in actions}


def key_arn(stack: Stack) -> dict[str, object]:
    (key,) = resources(stack, "AWS::KMS::Key")
    return {"Fn::GetAtt": [key, "Arn"]}


def test_the_invokers_alias(stack: Stack, endpoint: Endpoint, alias: kms.Alias) -> None:
    """For logs, the environment and a table."""
    invoker = LambdaInvoker(
        stack,
        "Invoker",
        endpoint=endpoint,
        encryption_key=alias,
        deadline=Duration.seconds(19),
        idempotency=Idempotency(),
    )
    invoker.add_http_api()
    allowed = on_keys(stack)
    assert len(allowed) == 2
    assert [*allowed.values()] == [key_arn(stack)] * 2
    groups = resources(stack, "AWS::Logs::LogGroup").values()
    assert [group["Properties"]["KmsKeyId"] for group in groups] == [key_arn(stack)] * 2


def test_the_aliases_of_queues_and_tables(stack: Stack, endpoint: Endpoint, alias: kms.Alias) -> None:
    table = dynamodb.Table(
        stack,
        "Table",
        partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING),
        time_to_live_attribute="expiration",
        encryption_key=alias,
    )
    asked = sqs.Queue(stack, "Own", encryption_master_key=alias, visibility_timeout=Duration.hours(1))
    invoker = LambdaInvoker(stack, "Invoker", endpoint=endpoint, idempotency=Idempotency(table=table))
    invoker.on_queue("Asked", asked)
    invoker.send_results_to(sqs.Queue(stack, "Results", encryption_master_key=alias))
    allowed = on_keys(stack)
    assert len(allowed) == 3
    assert [*allowed.values()] == [key_arn(stack)] * 3


def test_an_alias_that_is_a_name_is_refused(stack: Stack, endpoint: Endpoint) -> None:
    alias = kms.Alias.from_alias_name(stack, "Alias", "alias/theirs")
    queue = sqs.Queue(stack, "Own", encryption_master_key=alias, visibility_timeout=Duration.hours(1))
    message = "^key Test/Alias is an alias of a key that is not known here, and IAM .*: give the key, Key.from_key_arn"
    with pytest.raises(ValueError, match=message):
        LambdaInvoker(stack, "Encrypted", endpoint=endpoint, encryption_key=alias)
    with pytest.raises(ValueError, match=message):
        LambdaInvoker(stack, "Invoker", endpoint=endpoint).on_queue("Asked", queue)
