"""SW834."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw834_role_may_not_read_queue import RULE
from sagewire.validator.samples import Resources, att, ref, resource, template, without
from sagewire.validator.samples.invoking import function, grant, mapping, queue
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding

READ = ["sqs:ReceiveMessage", "sqs:DeleteMessage"]


def _of(*more: Resources, **changes: Any) -> dict[str, Any]:
    return template(serverless(), function(**changes), queue(), without(mapping(), "MayReadRequests"), *more)


def _granted(actions: Any, on: Any = "*") -> dict[str, Any]:
    return _of(grant("MayRead", actions, on))


@pytest.mark.parametrize(
    ("body", "lacking"),
    [
        (_of(), "sqs:ReceiveMessage and sqs:DeleteMessage"),
        (_granted("sqs:ReceiveMessage"), "sqs:DeleteMessage"),
        (_granted("sqs:DeleteMessage"), "sqs:ReceiveMessage"),
        (_granted(READ, att("DeadLetters", "Arn")), "sqs:ReceiveMessage and sqs:DeleteMessage"),
        (_granted(["sqs:SendMessage", "logs:*"]), "sqs:ReceiveMessage and sqs:DeleteMessage"),
    ],
)
def test_a_role_that_may_not_read_is_found(body: dict[str, Any], lacking: str) -> None:
    finding = only_finding(RULE, body)
    assert (finding.found, finding.resource, finding.property) == ("Requests", "Mapping", "Properties/EventSourceArn")
    assert finding.message == f"the role FunctionRole lacks {lacking} on Requests"


@pytest.mark.parametrize("body", [_granted(READ), _granted("sqs:*"), _granted(READ, ref("Requests"))])
def test_a_role_that_may_read_is_sound(body: dict[str, Any]) -> None:
    assert "SW834" not in found_in(body)


def _with_policy(arn: Any) -> dict[str, Any]:
    body = _of()
    body["Resources"]["FunctionRole"]["Properties"]["ManagedPolicyArns"] = [arn]
    return body


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole",
        "arn:aws:iam::aws:policy/AmazonSQSFullAccess",
        "arn:aws:iam::111122223333:policy/readers",
        {"Fn::ImportValue": "policy"},
    ],
)
def test_a_policy_that_stands_elsewhere_may_let_it(arn: Any) -> None:
    assert "SW834" not in found_in(_with_policy(arn))


def test_a_policy_that_only_writes_logs_does_not() -> None:
    basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    assert only_finding(RULE, _with_policy(basic)).found == "Requests"


def test_a_role_of_another_stack_is_not_judged() -> None:
    assert "SW834" not in found_in(_of(Role="arn:aws:iam::111122223333:role/reader"))


def test_a_function_of_another_stack_is_not_judged() -> None:
    read = without(mapping(FunctionName={"Fn::ImportValue": "reader"}), "MayReadRequests")
    assert "SW834" not in found_in(template(serverless(), function(), queue(), read))


def test_a_queue_of_another_stack_is_not_judged() -> None:
    read = without(mapping(EventSourceArn={"Fn::ImportValue": "queue"}), "MayReadRequests")
    assert "SW834" not in found_in(template(serverless(), function(), read))


def test_a_template_that_a_macro_adds_to_is_not_judged() -> None:
    assert "SW834" not in found_in({**_of(), "Transform": "AcmeMacro"})


def _queue_policy(principal: Any, effect: str = "Allow") -> Resources:
    statement = {"Effect": effect, "Principal": principal, "Action": "sqs:*", "Resource": att("Requests", "Arn")}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    return resource(
        "QueuePolicy", "AWS::SQS::QueuePolicy", {"Queues": [ref("Requests")], "PolicyDocument": document}, {}
    )


@pytest.mark.parametrize("principal", [{"AWS": att("FunctionRole", "Arn")}, {"AWS": {"Ref": "Unset"}}, "*"])
def test_a_policy_of_the_queue_may_let_the_role_in(principal: Any) -> None:
    assert "SW834" not in found_in(_of(_queue_policy(principal)))


@pytest.mark.parametrize(
    "policy",
    [
        _queue_policy({"Service": "events.amazonaws.com"}),
        _queue_policy({"AWS": att("ModelRole", "Arn")}),
        _queue_policy({"AWS": "*"}, "Deny"),
    ],
    ids=["a service", "another role", "a denial"],
)
def test_a_policy_of_the_queue_that_is_about_others_does_not_help(policy: Resources) -> None:
    assert "SW834" in found_in(_of(policy))


def test_a_queue_that_is_exported_may_have_its_policy_elsewhere() -> None:
    output = {"Value": ref("Requests")}
    assert "SW834" in found_in({**_of(), "Outputs": {"Url": output}})
    assert "SW834" not in found_in({**_of(), "Outputs": {"Url": {**output, "Export": {"Name": "requests"}}}})


@pytest.mark.parametrize("role", [ref("FunctionRole"), att("FunctionRole", "Arn")])
def test_a_role_that_is_put_out_may_be_allowed_more_elsewhere(role: Any) -> None:
    assert "SW834" not in found_in({**_of(), "Outputs": {"Role": {"Value": role}}})
