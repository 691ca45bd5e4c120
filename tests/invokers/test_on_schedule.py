"""A payload at each time of a schedule: strict JSON, with a role and a dead-letter queue."""

import json
import math
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aws_cdk import Duration, Stack, Token
from aws_cdk.aws_scheduler import ScheduleExpression

from sagewire import LambdaInvoker, Model, ModelArtifact, RealTimeEndpoint
from tests.models import IMAGE
from tests.templates import only, resources

HOURLY = ScheduleExpression.rate(Duration.hours(1))


@pytest.fixture
def invoker(stack: Stack, model_folder: Path) -> LambdaInvoker:
    model = Model(stack, "Model", image=IMAGE, artifact=ModelArtifact.from_asset(model_folder))
    return LambdaInvoker(
        stack, "Invoker", endpoint=RealTimeEndpoint(stack, "Endpoint", model=model, instance_type="ml.c7i.large")
    )


def test_the_payload_is_the_detail_of_an_event(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.on_schedule("Hourly", HOURLY, payload={"instances": [[1.5, None, "ä"]]})
    sent = json.loads(only(stack, "AWS::Scheduler::Schedule")["Target"]["Input"])
    assert sent | {"id": ""} == {
        "id": "",
        "source": "aws.scheduler",
        "detail-type": "Scheduled Inference",
        "time": "<aws.scheduler.scheduled-time>",
        "detail": {"instances": [[1.5, None, "ä"]]},
    }


def test_each_attempt_has_the_id_of_its_time_and_no_other_schedules(stack: Stack, invoker: LambdaInvoker) -> None:
    """The execution id differs between attempts. SageMaker takes 64 characters for the id of an inference."""
    for name in ("Hourly", "HourlyAsWell"):
        invoker.on_schedule(name, HOURLY, payload=[1])
    schedules = resources(stack, "AWS::Scheduler::Schedule").values()
    ids = [json.loads(each["Properties"]["Target"]["Input"])["id"] for each in schedules]
    assert len({*ids}) == 2
    for id in ids:
        assert id.endswith("/<aws.scheduler.scheduled-time>")
        assert len(id.replace("<aws.scheduler.scheduled-time>", "2026-11-23T03:00:00Z")) <= 64


def test_it_invokes_this_function_as_a_role_of_its_own(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.on_schedule("Hourly", HOURLY, payload=[1], max_event_age=Duration.minutes(5))
    invoker.on_schedule("Off", HOURLY, payload=[1], enabled=False)
    (function,) = resources(stack, "AWS::Lambda::Function")
    (queue,) = resources(stack, "AWS::SQS::Queue")
    roles = resources(stack, "AWS::IAM::Role")
    (role_id,) = [name for name in roles if name.startswith("InvokerSchedulerRole")]
    role = roles[role_id]["Properties"]
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    (policy,) = role["Policies"]
    assert [(s["Action"], s["Resource"]) for s in policy["PolicyDocument"]["Statement"]] == [
        ("lambda:InvokeFunction", {"Fn::GetAtt": [function, "Arn"]}),
        ("sqs:SendMessage", {"Fn::GetAtt": [queue, "Arn"]}),
    ]
    schedules = [each["Properties"] for each in resources(stack, "AWS::Scheduler::Schedule").values()]
    assert sorted(each["State"] for each in schedules) == ["DISABLED", "ENABLED"]
    for schedule in schedules:
        assert schedule["Target"]["RoleArn"] == {"Fn::GetAtt": [role_id, "Arn"]}
        assert schedule["Target"]["DeadLetterConfig"] == {"Arn": {"Fn::GetAtt": [queue, "Arn"]}}
        assert schedule["Target"]["RetryPolicy"] == {"MaximumEventAgeInSeconds": 300}
    assert only(stack, "AWS::Lambda::EventInvokeConfig")["MaximumEventAgeInSeconds"] == 300


def test_a_payload_may_hold_what_is_known_at_deployment(stack: Stack, invoker: LambdaInvoker) -> None:
    later, figure = Token.as_string({"Ref": "Table"}), Token.as_number({"Ref": "Count"})
    invoker.on_schedule("Hourly", HOURLY, payload={"table": later, "count": [figure]})
    written = only(stack, "AWS::Scheduler::Schedule")["Target"]["Input"]["Fn::Join"][1]
    assert {"Ref": "Table"} in written
    assert {"Ref": "Count"} in written


def test_a_whole_number_is_not_rounded(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.on_schedule("Hourly", HOURLY, payload=2**53 + 1)
    assert '"detail": 9007199254740993' in only(stack, "AWS::Scheduler::Schedule")["Target"]["Input"]


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        (math.nan, "^payload is nan; allowed is what JSON has"),
        ({"a": [1, math.inf]}, r"^payload\['a'\]\[1\] is inf; allowed is what JSON has"),
        ([b"1"], r"^payload\[0\] is b'1'; allowed is"),
        ({"at": datetime(2026, 1, 1, tzinfo=UTC)}, r"^payload\['at'\] is datetime"),
        ((1, 2), r"^payload is \(1, 2\); allowed is"),
        ({1: "a"}, "^payload has the key 1; the keys of a JSON object are text"),
        ("\ud800", "^payload is .*half a surrogate pair"),
        ("a" * 262_144, "^the size of the schedule's input is 2[0-9]{5}; allowed are 0 to 262144 B"),
    ],
)
def test_a_payload_that_is_none(stack: Stack, invoker: LambdaInvoker, payload: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        invoker.on_schedule("Hourly", HOURLY, payload=payload)
    assert resources(stack, "AWS::Scheduler::Schedule") == {}
