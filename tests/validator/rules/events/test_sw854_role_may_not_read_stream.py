"""SW854."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw854_role_may_not_read_stream import RULE
from sagewire.validator.samples import Resources, att, ref, resource, sub, template, without
from sagewire.validator.samples.events import stream
from sagewire.validator.samples.invoking import function, grant
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, found_in, only_finding

READ = ["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStream"]
OF_AWS = "arn:aws:iam::aws:policy/service-role"


def _of(*more: Resources, changes: Any = None, **of_function: Any) -> dict[str, Any]:
    read = without(stream(**(changes or {})), "MayReadStream")
    return template(serverless(), function(**of_function), read, *more)


def _table(*more: Resources, **properties: Any) -> dict[str, Any]:
    streamed = {"StreamSpecification": {"StreamViewType": "NEW_IMAGE"}, **properties}
    return _of(
        resource("Table", "AWS::DynamoDB::Table", streamed, {}),
        *more,
        changes={"EventSourceArn": att("Table", "StreamArn")},
    )


def _with_policy(body: dict[str, Any], name: str) -> dict[str, Any]:
    body["Resources"]["FunctionRole"]["Properties"]["ManagedPolicyArns"] = [name]
    return body


def test_a_role_that_may_not_read_is_found() -> None:
    finding = only_finding(RULE, _of())
    assert (finding.found, finding.resource, finding.property) == ("Stream", "Mapping", "Properties/EventSourceArn")
    assert (
        finding.message == f"the role FunctionRole lacks {', '.join(READ)} on Stream: Lambda refuses the event source"
    )
    assert finding.fix == f"Allow FunctionRole {', '.join(READ)} on Stream."


@pytest.mark.parametrize("lacking", READ)
def test_each_action_is_needed(lacking: str) -> None:
    granted = grant("MayRead", [action for action in READ if action != lacking], att("Stream", "Arn"))
    finding = only_finding(RULE, _of(granted))
    assert f"lacks {lacking} on" in finding.message
    assert all(action in finding.fix for action in READ)


@pytest.mark.parametrize("actions", [READ, "kinesis:*", ["kinesis:Get*", "kinesis:Describe*"]])
def test_a_role_that_may_read_is_sound(actions: Any) -> None:
    assert found_in(_of(grant("MayRead", actions, att("Stream", "Arn")))) == []


def test_a_grant_on_another_stream_does_not_help() -> None:
    other = resource("Other", "AWS::Kinesis::Stream", {"ShardCount": 1}, {})
    assert found_in(_of(other, grant("MayRead", "kinesis:*", att("Other", "Arn")))) == ["SW854"]


def test_a_stream_of_a_table_takes_the_actions_of_dynamodb() -> None:
    finding = only_finding(RULE, _table(grant("MayRead", "kinesis:*", "*")))
    assert finding.found == "Table"
    assert "lacks dynamodb:GetRecords, dynamodb:GetShardIterator, dynamodb:DescribeStream on Table" in finding.message
    assert found_in(_table(grant("MayRead", "dynamodb:*", att("Table", "StreamArn")))) == []


POLICY: dict[str, Any] = {"PolicyDocument": {"Version": "2012-10-17", "Statement": []}}


@pytest.mark.parametrize(
    "properties",
    [
        {"ResourcePolicy": POLICY},
        {"StreamSpecification": {"StreamViewType": "NEW_IMAGE", "ResourcePolicy": POLICY}},
        {"ResourcePolicy": {"Ref": "Unset"}},
    ],
)
def test_a_table_s_own_policy_may_let_the_role_in(properties: dict[str, Any]) -> None:
    assert findings_of(RULE, _table(**properties)) == []


def test_a_policy_of_the_stream_may_let_the_role_in() -> None:
    properties = {"ResourceArn": att("Stream", "Arn"), "ResourcePolicy": {}}
    assert findings_of(RULE, _of(resource("Policy", "AWS::Kinesis::ResourcePolicy", properties, {}))) == []
    other = resource("Other", "AWS::Kinesis::Stream", {"ShardCount": 1}, {})
    of_other = resource(
        "Policy", "AWS::Kinesis::ResourcePolicy", {**properties, "ResourceArn": att("Other", "Arn")}, {}
    )
    assert found_in(_of(other, of_other)) == ["SW854"]


@pytest.mark.parametrize(
    ("body", "name"),
    [(_of(), "AWSLambdaKinesisExecutionRole"), (_table(), "AWSLambdaDynamoDBExecutionRole")],
)
def test_a_policy_of_aws_s_own_lets_it(body: dict[str, Any], name: str) -> None:
    assert findings_of(RULE, _with_policy(body, f"{OF_AWS}/{name}")) == []
    assert len(findings_of(RULE, _with_policy(body, f"{OF_AWS}/AWSLambdaBasicExecutionRole"))) == 1


def test_a_policy_of_aws_s_own_for_the_other_kind_of_stream_does_not() -> None:
    body = _with_policy(_of(), f"{OF_AWS}/AWSLambdaDynamoDBExecutionRole")
    assert len(findings_of(RULE, body)) == 1
    body = _with_policy(_table(), f"{OF_AWS}/AWSLambdaKinesisExecutionRole")
    assert len(findings_of(RULE, body)) == 1


ELSEWHERE = {"Fn::ImportValue": "elsewhere"}


@pytest.mark.parametrize(
    "body",
    [
        _of(Role=ELSEWHERE),
        _of(Role={"Fn::If": ["Open", att("FunctionRole", "Arn"), ELSEWHERE]}),
        _of(Role={"Fn::If": ["Open", att("FunctionRole", "Arn"), sub("${FunctionRole.Arn}-later")]}),
        _of(changes={"FunctionName": ELSEWHERE}),
        _of(changes={"EventSourceArn": ELSEWHERE}),
        _of(changes={"EventSourceArn": "arn:aws:kinesis:us-east-1:111122223333:stream/elsewhere"}),
        _of(changes={"EventSourceArn": {"Fn::If": ["Open", att("Stream", "Arn"), ELSEWHERE]}}),
        _of(changes={"EventSourceArn": {"Fn::If": ["Open", att("Stream", "Arn"), sub("${Stream.Arn}/consumer/a:1")]}}),
    ],
    ids=["role", "role, or not", "role, or like it", "function", "stream", "by its ARN", "stream, or not", "consumer"],
)
def test_what_is_of_another_stack_is_not_judged(body: dict[str, Any]) -> None:
    assert findings_of(RULE, {**body, "Conditions": {"Open": {"Fn::Equals": [ELSEWHERE, "a"]}}}) == []


def test_a_stream_that_is_exported_may_have_its_policy_elsewhere() -> None:
    output = {"Value": att("Stream", "Arn"), "Export": {"Name": "stream"}}
    assert findings_of(RULE, {**_of(), "Outputs": {"Stream": output}}) == []


def test_a_role_that_is_put_out_may_be_allowed_more_elsewhere() -> None:
    assert findings_of(RULE, {**_of(), "Outputs": {"Role": {"Value": ref("FunctionRole")}}}) == []


def test_a_template_that_a_macro_adds_to_is_not_judged() -> None:
    assert findings_of(RULE, {**_of(), "Transform": "Macro"}) == []


def test_it_need_not_have_to_do_with_inference() -> None:
    body = template(function(endpoint=None), without(stream(), "MayReadStream"))
    assert len(findings_of(RULE, body)) == 1


def test_a_consumer_of_a_stream_is_another_thing() -> None:
    consumer = sub("${Stream.Arn}/consumer/ranking:1732700000")
    assert not findings_of(RULE, _of(changes={"EventSourceArn": consumer}))
