"""Idempotency as an option of the invoker: the table, the leave to use it, the layer, and what is refused."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Duration, Environment, Stack, Token
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk.assertions import Annotations, Match

from sagewire import (
    AsyncEndpoint,
    CircuitBreaker,
    Endpoint,
    Idempotency,
    LambdaInvoker,
    Model,
    RealTimeEndpoint,
    ResponseStream,
    acknowledge_findings,
)
from tests.compliance import unexplained_in
from tests.invokers.judged import faults
from tests.models import IMAGE
from tests.properties import lint
from tests.templates import only, resources, statements

LAYER = "{{resolve:ssm:/aws/service/powertools/python/arm64/python3.14/3.37.0}}"
LATER = Token.as_number({"Ref": "Later"})
STRING = dynamodb.AttributeType.STRING


def real_time(stack: Stack) -> RealTimeEndpoint:
    return RealTimeEndpoint(stack, "RealTime", model=Model(stack, "Model", image=IMAGE), instance_type="ml.c7i.large")


@pytest.fixture
def endpoint(stack: Stack) -> Endpoint:
    return real_time(stack)


def on_table(stack: Stack) -> dict[str, dict[str, Any]]:
    """What is allowed on tables and their keys, by the first action."""
    found = ({**each, "Action": _many(each["Action"])} for each in statements(stack))
    return {each["Action"][0]: each for each in found if each["Action"][0].startswith(("dynamodb:", "kms:"))}


def _many(actions: str | list[str]) -> list[str]:
    return [actions] if isinstance(actions, str) else actions


def variables(stack: Stack) -> dict[str, Any]:
    found: dict[str, Any] = only(stack, "AWS::Lambda::Function")["Environment"]["Variables"]
    return {name: value for name, value in found.items() if "IDEMPOTENCY" in name}


def test_without_it_there_is_neither_table_nor_layer(stack: Stack, endpoint: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=endpoint)
    assert resources(stack, "AWS::DynamoDB::Table") == {}
    assert "Layers" not in only(stack, "AWS::Lambda::Function")
    assert variables(stack) == {}


def test_an_invoker_without_it_loads_no_tables() -> None:
    code = "import sys; from sagewire import CircuitBreaker, Idempotency, LambdaInvoker; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "aws_cdk.aws_lambda" in loaded
    assert "aws_dynamodb" not in loaded


def test_the_table_is_as_powertools_expects_it(stack: Stack, endpoint: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, idempotency=Idempotency())
    ((id, table),) = resources(stack, "AWS::DynamoDB::Table").items()
    assert (table["DeletionPolicy"], table["UpdateReplacePolicy"]) == ("Delete", "Delete")
    assert table["Properties"] == {
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "SSESpecification": {"SSEEnabled": True},
        "TimeToLiveSpecification": {"AttributeName": "expiration", "Enabled": True},
    }
    assert variables(stack) == {
        "SAGEWIRE_IDEMPOTENCY_TABLE": {"Ref": id},
        "SAGEWIRE_IDEMPOTENCY_SECONDS": "3600",
    }


def test_the_function_may_use_this_table_alone(stack: Stack, endpoint: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, idempotency=Idempotency())
    (id,) = resources(stack, "AWS::DynamoDB::Table")
    actions = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    assert on_table(stack) == {
        actions[0]: {"Effect": "Allow", "Action": actions, "Resource": {"Fn::GetAtt": [id, "Arn"]}}
    }


def test_the_layer_is_that_of_the_functions_python_and_processor(stack: Stack, endpoint: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, idempotency=Idempotency(), circuit_breaker=CircuitBreaker())
    function = only(stack, "AWS::Lambda::Function")
    assert function["Layers"] == [LAYER]
    assert (function["Runtime"], function["Architectures"]) == ("python3.14", ["arm64"])


def test_another_layer_may_be_given(stack: Stack, endpoint: Endpoint) -> None:
    arn = "arn:aws-cn:lambda:cn-north-1:123456789012:layer:powertools:7"
    layer = lambda_.LayerVersion.from_layer_version_arn(stack, "Layer", arn)
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, idempotency=Idempotency(), powertools_layer=layer)
    assert only(stack, "AWS::Lambda::Function")["Layers"] == [arn]


def test_a_layer_that_nothing_needs_is_refused(stack: Stack, endpoint: Endpoint) -> None:
    layer = lambda_.LayerVersion.from_layer_version_arn(stack, "Layer", "arn:aws:lambda:eu-west-1:1:layer:p:7")
    with pytest.raises(ValueError, match="^powertools_layer is given, and nothing needs it: give idempotency or"):
        LambdaInvoker(stack, "Invoker", endpoint=endpoint, powertools_layer=layer)


@pytest.mark.parametrize(("region", "refused"), [("eu-west-1", False), ("cn-north-1", True), ("us-gov-west-1", True)])
def test_where_aws_publishes_no_layer_one_must_be_given(app: App, region: str, refused: bool) -> None:
    stack = Stack(app, "Regional", env=Environment(account="123456789012", region=region))
    endpoint = real_time(stack)
    if refused:
        with pytest.raises(ValueError, match=rf"^powertools_layer is not given, and AWS .* in {region}: give one with"):
            LambdaInvoker(stack, "Invoker", endpoint=endpoint, idempotency=Idempotency())
    else:
        LambdaInvoker(stack, "Invoker", endpoint=endpoint, idempotency=Idempotency())
        assert only(stack, "AWS::Lambda::Function")["Layers"] == [LAYER]


def test_a_table_of_the_apps_own_is_used(stack: Stack, endpoint: Endpoint) -> None:
    key = kms.Key(stack, "Key")
    table = dynamodb.Table(
        stack,
        "Own",
        partition_key=dynamodb.Attribute(name="id", type=STRING),
        time_to_live_attribute="expiration",
        encryption_key=key,
    )
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, idempotency=Idempotency(table=table))
    (id,) = resources(stack, "AWS::DynamoDB::Table")
    assert variables(stack)["SAGEWIRE_IDEMPOTENCY_TABLE"] == {"Ref": id}
    assert on_table(stack).keys() == {"dynamodb:DeleteItem", "kms:Decrypt"}
    Annotations.from_stack(stack).has_no_warning("*", Match.any_value())


def test_an_imported_table_is_used(stack: Stack, endpoint: Endpoint) -> None:
    table = dynamodb.Table.from_table_name(stack, "Imported", "keys")
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, idempotency=Idempotency(table=table))
    assert variables(stack)["SAGEWIRE_IDEMPOTENCY_TABLE"] == "keys"
    assert "table/keys" in json.dumps(on_table(stack))


@pytest.mark.parametrize(("key", "sort"), [("pk", None), ("id", "sort")])
def test_a_table_with_another_key_is_refused(stack: Stack, endpoint: Endpoint, key: str, sort: str | None) -> None:
    table = dynamodb.Table(
        stack,
        "Own",
        partition_key=dynamodb.Attribute(name=key, type=STRING),
        sort_key=dynamodb.Attribute(name=sort, type=STRING) if sort else None,
    )
    named = f"{key} of type S, {sort} of type S" if sort else f"{key} of type S"
    with pytest.raises(
        ValueError, match=rf"^table of idempotency Test/Own has the key {named}; Powertools wants .*'id'"
    ):
        LambdaInvoker(stack, "Invoker", endpoint=endpoint, idempotency=Idempotency(table=table))


@pytest.mark.parametrize("kind", [dynamodb.Table, dynamodb.TableV2])
def test_a_table_whose_key_is_no_string_is_refused(
    stack: Stack, endpoint: Endpoint, kind: type[dynamodb.Table] | type[dynamodb.TableV2]
) -> None:
    key = dynamodb.Attribute(name="id", type=dynamodb.AttributeType.NUMBER)
    table = kind(stack, "Own", partition_key=key, time_to_live_attribute="expiration")
    message = "^table of idempotency Test/Own has the key id of type N; Powertools wants .*'id' of type S "
    with pytest.raises(ValueError, match=message):
        LambdaInvoker(stack, "Invoker", endpoint=endpoint, idempotency=Idempotency(table=table))


@pytest.mark.parametrize("kind", [dynamodb.Table, dynamodb.TableV2])
def test_a_table_whose_items_expire_by_another_attribute_is_refused(
    stack: Stack, endpoint: Endpoint, kind: type[dynamodb.Table] | type[dynamodb.TableV2]
) -> None:
    key = dynamodb.Attribute(name="id", type=STRING)
    table = kind(stack, "Own", partition_key=key, time_to_live_attribute="ttl")
    message = "^table of idempotency Test/Own has items that expire by 'ttl'; .*time_to_live_attribute='expiration'"
    with pytest.raises(ValueError, match=message):
        LambdaInvoker(stack, "Invoker", endpoint=endpoint, idempotency=Idempotency(table=table))


def test_a_global_table_is_judged_as_well(stack: Stack, endpoint: Endpoint) -> None:
    table = dynamodb.TableV2(
        stack,
        "Own",
        partition_key=dynamodb.Attribute(name="id", type=STRING),
        sort_key=dynamodb.Attribute(name="sort", type=STRING),
    )
    with pytest.raises(ValueError, match="^table of idempotency Test/Own has the key id of type S, sort of type S;"):
        LambdaInvoker(stack, "Invoker", endpoint=endpoint, idempotency=Idempotency(table=table))


def test_a_table_whose_items_stay_for_ever_is_a_warning(stack: Stack, endpoint: Endpoint) -> None:
    table = dynamodb.Table(stack, "Own", partition_key=dynamodb.Attribute(name="id", type=STRING))
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, idempotency=Idempotency(table=table))
    Annotations.from_stack(stack).has_warning("*", Match.string_like_regexp("has no time to live.*'expiration'"))


def test_the_invokers_key_encrypts_the_table(stack: Stack, endpoint: Endpoint) -> None:
    key = kms.Key(stack, "Key")
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, idempotency=Idempotency(), encryption_key=key)
    (key_id,) = resources(stack, "AWS::KMS::Key")
    assert only(stack, "AWS::DynamoDB::Table")["SSESpecification"] == {
        "KMSMasterKeyId": {"Fn::GetAtt": [key_id, "Arn"]},
        "SSEEnabled": True,
        "SSEType": "KMS",
    }
    allowed = [each["Action"] for each in statements(stack) if "kms:Encrypt" in each["Action"]]
    assert len(allowed) == 1
    assert "kms:Decrypt" in allowed[0]


@pytest.mark.parametrize("expires_after", [Duration.seconds(81), Duration.hours(24), Duration.seconds(LATER)])
def test_an_answer_is_kept_as_long_as_is_said(stack: Stack, endpoint: Endpoint, expires_after: Duration) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, idempotency=Idempotency(expires_after=expires_after))
    assert variables(stack)["SAGEWIRE_IDEMPOTENCY_SECONDS"] in ("81", "86400", {"Ref": "Later"})


@pytest.mark.parametrize(
    ("expires_after", "message"),
    [
        (Duration.seconds(0), "^expires_after in seconds is 0; allowed are 1 and above"),
        (Duration.millis(1500), "^expires_after in seconds is 1.5; allowed are whole numbers"),
    ],
)
def test_a_time_that_is_none_is_refused(expires_after: Duration, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Idempotency(expires_after=expires_after)


def test_a_key_that_is_free_while_its_inference_runs_is_refused(stack: Stack, endpoint: Endpoint) -> None:
    with pytest.raises(ValueError, match="^expires_after is 80 s; allowed is more than the function's timeout, 80 s"):
        LambdaInvoker(stack, "Invoker", endpoint=endpoint, idempotency=Idempotency(expires_after=Duration.seconds(80)))


def test_parts_that_were_posted_cannot_be_kept(stack: Stack, endpoint: Endpoint) -> None:
    with pytest.raises(ValueError, match=r"^idempotency is given together with ResponseStream\.to_connection"):
        LambdaInvoker(
            stack,
            "Invoker",
            endpoint=endpoint,
            idempotency=Idempotency(),
            stream=ResponseStream.to_connection(),
        )


def test_nothing_is_found_in_what_is_made(app: App, stack: Stack, endpoint: Endpoint) -> None:
    """By any pack of cdk-nag, by checkov or by cfn-lint."""
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    LambdaInvoker(
        stack,
        "Invoker",
        endpoint=endpoint,
        idempotency=Idempotency(),
        circuit_breaker=CircuitBreaker(),
        encryption_key=key,
    )
    acknowledge_findings(stack)
    assert [f"{finding.rule} {finding.where}" for finding in unexplained_in(app)] == []
    assert lint.findings((Path(app.outdir) / "Test.template.json").read_text(), "eu-west-1") == []


def test_nothing_is_found_with_aws_keys_and_no_feature_flag_matters(tmp_path: Path) -> None:
    def make(stack: Stack, endpoint: RealTimeEndpoint) -> None:
        LambdaInvoker(stack, "Invoker", endpoint=endpoint, idempotency=Idempotency(), circuit_breaker=CircuitBreaker())

    assert faults(tmp_path, make) == []


def test_an_asynchronous_endpoint_has_both_options_too(stack: Stack) -> None:
    model = Model(stack, "Model", image=IMAGE)
    asynchronous = AsyncEndpoint(stack, "Async", model=model, instance_type="ml.c7i.large")
    LambdaInvoker(stack, "Invoker", endpoint=asynchronous, idempotency=Idempotency(), circuit_breaker=CircuitBreaker())
    assert len(resources(stack, "AWS::DynamoDB::Table")) == 2
