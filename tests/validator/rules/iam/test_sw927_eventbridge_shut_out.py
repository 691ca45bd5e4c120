"""SW927."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw927_eventbridge_shut_out import RULE
from sagewire.validator.samples import att, resource, template
from sagewire.validator.samples.events import schedule
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from tests.validator.judging import findings_of, only_finding

SCHEDULER = "scheduler.amazonaws.com"
EVENTS = "events.amazonaws.com"
PIPELINE = "arn:aws:sagemaker:us-east-1:111122223333:pipeline/train"


def role(service: Any) -> dict[str, Any]:
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]}}


def scheduled(service: Any, **target: Any) -> dict[str, Any]:
    body = template(serverless(), function(), schedule(target=target))
    body["Resources"]["ScheduleRole"]["Properties"].update(role(service))
    return body


def matched(service: Any, arn: Any, pattern: dict[str, Any] | None = None) -> dict[str, Any]:
    rule = event_rule(target={"Arn": arn, "RoleArn": att("RuleRole", "Arn")}, pattern=pattern)
    return template(serverless(), function(), rule, resource("RuleRole", "AWS::IAM::Role", role(service), {}))


@pytest.mark.parametrize("service", [EVENTS, "lambda.amazonaws.com", [EVENTS, "lambda.amazonaws.com"]])
def test_a_role_that_scheduler_cannot_take_is_found(service: Any) -> None:
    finding = only_finding(RULE, scheduled(service))
    assert (finding.resource, finding.property) == ("Schedule", "Properties/Target/RoleArn")
    assert finding.severity is Severity.ERROR
    assert finding.fix == "Let scheduler.amazonaws.com take ScheduleRole."


@pytest.mark.parametrize("service", [SCHEDULER, [EVENTS, SCHEDULER], {"Ref": "Unset"}])
def test_a_role_that_scheduler_may_take_is_left_alone(service: Any) -> None:
    assert not findings_of(RULE, scheduled(service))


@pytest.mark.parametrize("arn", ["arn:aws:scheduler:::aws-sdk:sagemakerruntime:invokeEndpoint", PIPELINE])
def test_schedules_of_sagemaker_itself_are_looked_at(arn: str) -> None:
    assert findings_of(RULE, scheduled(EVENTS, Arn=arn))


def test_schedules_of_something_else_are_left_alone() -> None:
    assert not findings_of(RULE, scheduled(EVENTS, Arn="arn:aws:scheduler:::aws-sdk:ec2:stopInstances"))


@pytest.mark.parametrize("arn", [PIPELINE, att("Function", "Arn")])
def test_a_role_that_eventbridge_cannot_take_is_found(arn: Any) -> None:
    (finding,) = findings_of(RULE, matched(SCHEDULER, arn))
    assert finding.property == "Properties/Targets/0/RoleArn"
    assert finding.severity is Severity.WARNING
    assert finding.message == (
        f"the trust of RuleRole is for {SCHEDULER}, so that {EVENTS} cannot take it to call the target"
    )


def test_a_rule_that_hears_sagemaker_is_looked_at_whatever_it_calls() -> None:
    machine = "arn:aws:states:us-east-1:111122223333:stateMachine:retrain"
    assert findings_of(RULE, matched(SCHEDULER, machine, {"source": ["aws.sagemaker"]}))
    assert not findings_of(RULE, matched(SCHEDULER, machine))


@pytest.mark.parametrize("service", [EVENTS, {"Ref": "Unset"}])
def test_a_role_that_eventbridge_may_take_is_left_alone(service: Any) -> None:
    assert not findings_of(RULE, matched(service, PIPELINE))


def test_a_role_of_elsewhere_is_left_alone() -> None:
    assert not findings_of(RULE, scheduled(EVENTS, RoleArn="arn:aws:iam::111122223333:role/scheduler"))
