"""SW811."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw811_failed_events_are_lost import RULE
from sagewire.validator.samples import Resources, att, ref, resource, template, without
from sagewire.validator.samples.events import bucket, schedule
from sagewire.validator.samples.invoking import event_rule, function, http_api, mapping, queue, topic
from sagewire.validator.samples.serving import asynchronous, serverless
from tests.validator.judging import found_in, only_finding

ONCE: dict[str, Any] = {"ScheduleExpression": "at(2027-01-01T03:00:00)"}


def _losing(way: Resources, *more: Resources, **changes: Any) -> dict[str, Any]:
    return template(serverless(), function(**changes), without(way, "OnFailure"), *more)


@pytest.mark.parametrize(
    ("way", "trigger", "kind"),
    [
        (event_rule(), "Rule", "EventBridge rule"),
        (topic(), "Subscription", "SNS topic"),
        (schedule(**ONCE), "Schedule", "schedule"),
        (bucket(), "Bucket", "S3 bucket"),
    ],
)
def test_each_way_in_that_hands_over_events_is_found(way: Resources, trigger: str, kind: str) -> None:
    finding = only_finding(RULE, _losing(way))
    assert (finding.found, finding.resource, finding.property) == (
        "Function",
        "Function",
        "Properties/DeadLetterConfig",
    )
    assert f"{trigger} ({kind})" in finding.message


def test_a_function_of_two_triggers_is_told_of_once() -> None:
    assert only_finding(RULE, _losing(event_rule(), without(schedule(**ONCE), "OnFailure"))).resource == "Function"


def test_a_dead_letter_queue_of_the_function_keeps_them() -> None:
    assert found_in(_losing(event_rule(), DeadLetterConfig={"TargetArn": att("Failures", "Arn")})) == []


def _config(**properties: Any) -> Resources:
    return resource("Config", "AWS::Lambda::EventInvokeConfig", properties, {})


def test_a_destination_for_what_went_well_keeps_no_failures() -> None:
    well = {"OnSuccess": {"Destination": att("Failures", "Arn")}}
    body = _losing(event_rule(), _config(FunctionName=ref("Function"), DestinationConfig=well))
    assert only_finding(RULE, body).resource == "Function"


@pytest.mark.parametrize("named", [ref("Function"), {"Fn::ImportValue": "function"}])
def test_a_destination_of_what_may_be_the_function_keeps_them(named: object) -> None:
    failed = {"OnFailure": {"Destination": att("Failures", "Arn")}}
    assert found_in(_losing(event_rule(), _config(FunctionName=named, DestinationConfig=failed))) == []


def test_who_waits_for_the_function_sees_it_fail() -> None:
    handing_over = function(action="sagemaker:InvokeEndpointAsync", Timeout=20)
    assert found_in(template(asynchronous(), handing_over, http_api())) == []


def test_messages_of_a_queue_stay_in_the_queue() -> None:
    assert found_in(template(serverless(), function(), queue(), mapping())) == []


def test_functions_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert found_in(template(function(endpoint=None), without(event_rule(), "OnFailure"))) == []


def test_a_template_that_a_macro_adds_to_is_not_judged() -> None:
    assert found_in({**_losing(event_rule()), "Transform": "AcmeMacro"}) == []


@pytest.mark.parametrize(
    "way",
    [
        schedule(),
        schedule(ScheduleExpression="cron(0 3 * * ? *)"),
        schedule(ScheduleExpression={"Ref": "Unset"}),
        event_rule(EventPattern=None, ScheduleExpression="rate(5 minutes)"),
    ],
    ids=["rate", "cron", "not known", "rule"],
)
def test_what_the_clock_alone_triggers_comes_again(way: Resources) -> None:
    assert found_in({**_losing(way), "Parameters": {"Unset": {"Type": "String"}}}) == []


def test_a_rule_that_matches_events_too_loses_them() -> None:
    assert only_finding(RULE, _losing(event_rule(ScheduleExpression="rate(5 minutes)"))).resource == "Function"


def test_a_rule_that_drops_events_itself_tells_of_both() -> None:
    assert found_in(_losing(event_rule(target={"DeadLetterConfig": None}))) == ["SW807"]
