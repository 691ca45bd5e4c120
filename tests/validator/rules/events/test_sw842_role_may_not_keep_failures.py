"""SW842."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw842_role_may_not_keep_failures import RULE
from sagewire.validator.samples import Resources, att, ref, resource, template, without
from sagewire.validator.samples.events import stream
from sagewire.validator.samples.invoking import event_rule, function, grant, let_send
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import changed, found_in, only_finding, report_on

AT = ("OnFailure", "Properties", "DestinationConfig")
MADE = {
    **resource("Topic", "AWS::SNS::Topic", {}, {}),
    **resource("Bus", "AWS::Events::EventBus", {"Name": "failures"}, {}),
}

ROLE = att("FunctionRole", "Arn")
BY_STATEMENT = {"StatementId": "Role", "Statement": {"Effect": "Allow", "Principal": {"AWS": ROLE}, "Action": "*"}}
BY_PROPERTIES = {"StatementId": "Account", "Principal": "111122223333", "Action": "events:PutEvents"}
BY_PERMISSION = {"Principal": ROLE, "Action": "lambda:InvokeFunction"}


def _of(*more: Resources, **changes: Any) -> dict[str, Any]:
    return template(serverless(), function(**changes), without(event_rule(), "MayKeepFailures"), MADE, *more)


def test_a_role_that_may_not_send_is_found() -> None:
    finding = only_finding(RULE, _of())
    assert (finding.found, finding.resource) == ("Failures", "OnFailure")
    assert finding.property == "Properties/DestinationConfig/OnFailure/Destination"
    assert finding.message == "the role FunctionRole lacks sqs:SendMessage on Failures"


@pytest.mark.parametrize(
    ("target", "action"),
    [
        (ref("Topic"), "sns:Publish"),
        (att("Bus", "Arn"), "events:PutEvents"),
        (att("Function", "Arn"), "lambda:InvokeFunction"),
    ],
)
@pytest.mark.parametrize("outcome", ["OnFailure", "OnSuccess"])
def test_each_destination_takes_a_grant_of_its_own(target: Any, action: str, outcome: str) -> None:
    body = changed(_of(grant("MaySend", "sqs:*", "*")), AT, {outcome: {"Destination": target}})
    assert f"lacks {action} on" in next(line for line in _messages(body) if "lacks" in line)
    granted = changed(_of(grant("MaySend", action, "*")), AT, {outcome: {"Destination": target}})
    assert "SW842" not in found_in(granted)


def _messages(body: dict[str, Any]) -> list[str]:
    return [finding.message for finding in report_on(body).findings if finding.rule == RULE.id]


def test_a_dead_letter_queue_takes_one_too() -> None:
    body = changed(_of(DeadLetterConfig={"TargetArn": att("Failures", "Arn")}), ("OnFailure",), None)
    finding = only_finding(RULE, body)
    assert (finding.resource, finding.property) == ("Function", "Properties/DeadLetterConfig/TargetArn")


def test_what_is_given_up_of_a_stream_takes_one_too() -> None:
    read = template(serverless(), function(), without(stream(), "MayKeepFailures", "OnFailure"))
    finding = only_finding(RULE, read)
    assert (finding.found, finding.resource) == ("Failures", "Mapping")
    assert finding.property == "Properties/DestinationConfig/OnFailure/Destination"


def test_a_stream_that_another_function_reads_is_not_this_role_s() -> None:
    read = without(stream(FunctionName={"Fn::ImportValue": "reader"}), "MayKeepFailures", "OnFailure")
    assert "SW842" not in found_in(template(serverless(), function(), read))


def test_a_policy_of_the_queue_that_lets_lambda_in_does_not_help() -> None:
    assert "SW842" in found_in(_of(let_send("Failures", "lambda.amazonaws.com", att("Function", "Arn"))))


def _policy(kind: str, named_by: str, on: Any, **properties: Any) -> Resources:
    statement = {"Effect": "Allow", "Principal": {"AWS": ROLE}, "Action": "*", "Resource": "*"}
    document = {"PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
    return resource("OfItsOwn", kind, {named_by: on, **(properties or document)}, {})


@pytest.mark.parametrize(
    ("target", "policy"),
    [
        (att("Failures", "Arn"), _policy("AWS::SQS::QueuePolicy", "Queues", [ref("Failures")])),
        (att("Failures", "Arn"), _policy("AWS::SQS::QueueInlinePolicy", "Queue", ref("Failures"))),
        (ref("Topic"), _policy("AWS::SNS::TopicPolicy", "Topics", [ref("Topic")])),
        (ref("Topic"), _policy("AWS::SNS::TopicInlinePolicy", "TopicArn", ref("Topic"))),
        (att("Bus", "Arn"), _policy("AWS::Events::EventBusPolicy", "EventBusName", ref("Bus"), **BY_STATEMENT)),
        (att("Bus", "Arn"), _policy("AWS::Events::EventBusPolicy", "EventBusName", ref("Bus"), **BY_PROPERTIES)),
        (att("Function", "Arn"), _policy("AWS::Lambda::Permission", "FunctionName", ref("Function"), **BY_PERMISSION)),
    ],
    ids=["queue", "queue, inline", "topic", "topic, inline", "bus, statement", "bus, properties", "function"],
)
def test_a_policy_of_the_destination_may_let_the_role_in(target: Any, policy: Resources) -> None:
    assert "SW842" in found_in(changed(_of(), AT, {"OnFailure": {"Destination": target}}))
    assert "SW842" not in found_in(changed(_of(policy), AT, {"OnFailure": {"Destination": target}}))


@pytest.mark.parametrize("principal", ["events.amazonaws.com", att("ModelRole", "Arn")])
def test_a_permission_of_others_does_not_help(principal: Any) -> None:
    permitted = {**BY_PERMISSION, "Principal": principal}
    others = _policy("AWS::Lambda::Permission", "FunctionName", ref("Function"), **permitted)
    body = changed(_of(others), AT, {"OnFailure": {"Destination": att("Function", "Arn")}})
    assert "SW842" in found_in(body)


def test_a_grant_on_another_queue_does_not_help() -> None:
    assert "SW842" in found_in(_of(grant("MaySend", "sqs:SendMessage", att("RuleDeadLetters", "Arn"))))


@pytest.mark.parametrize("target", ["arn:aws:sqs:us-east-1:111122223333:elsewhere", {"Fn::ImportValue": "queue"}])
def test_a_destination_of_another_stack_is_not_judged(target: Any) -> None:
    assert "SW842" not in found_in(changed(_of(), AT, {"OnFailure": {"Destination": target}}))


def test_a_bucket_is_written_to_by_other_means() -> None:
    bucket = resource("Bucket", "AWS::S3::Bucket", {}, {})
    assert "SW842" not in found_in(changed(_of(bucket), AT, {"OnFailure": {"Destination": att("Bucket", "Arn")}}))


def test_a_role_of_another_stack_is_not_judged() -> None:
    assert "SW842" not in found_in(_of(Role="arn:aws:iam::111122223333:role/invoker"))


def test_a_template_that_a_macro_adds_to_is_not_judged() -> None:
    assert "SW842" not in found_in({**_of(), "Transform": "AcmeMacro"})
