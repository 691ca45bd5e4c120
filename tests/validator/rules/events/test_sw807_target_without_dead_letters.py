"""SW807."""

import pytest

from sagewire.validator.rules.events.sw807_target_without_dead_letters import RULE
from sagewire.validator.samples import template, without
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding

LOSING = {"DeadLetterConfig": None}


def test_a_target_whose_events_may_be_lost_is_found() -> None:
    finding = only_finding(RULE, template(serverless(), function(), event_rule(target=LOSING)))
    assert (finding.resource, finding.property) == ("Rule", "Properties/Targets/0/DeadLetterConfig")
    assert "do not reach Function" in finding.message


def test_what_the_function_fails_on_is_told_of_with_it() -> None:
    lost = without(event_rule(target=LOSING), "OnFailure")
    finding = only_finding(RULE, template(serverless(), function(), lost))
    assert "do not reach Function, or that it fails on, are dropped" in finding.message
    assert finding.fix.endswith("Give Function an OnFailure destination as well.")
    kept = only_finding(RULE, template(serverless(), function(), event_rule(target=LOSING)))
    assert "fails on" not in kept.message
    assert "OnFailure" not in kept.fix


def test_what_the_clock_alone_triggers_comes_again() -> None:
    rule = event_rule(target=LOSING, EventPattern=None, ScheduleExpression="rate(1 hour)")
    assert found_in(template(serverless(), function(), rule)) == []


def test_a_rule_that_matches_events_too_loses_them() -> None:
    rule = event_rule(target=LOSING, ScheduleExpression="rate(1 hour)")
    assert only_finding(RULE, template(serverless(), function(), rule)).resource == "Rule"


def test_a_rule_that_hears_sagemaker_is_part_of_inference_whomever_it_calls() -> None:
    heard = {"source": ["aws.sagemaker"], "detail-type": ["SageMaker Endpoint State Change"]}
    body = template(function(endpoint=None), event_rule(target=LOSING, pattern=heard))
    assert only_finding(RULE, body).resource == "Rule"


@pytest.mark.parametrize("rule", [event_rule(target=LOSING), event_rule(target=LOSING, State="ENABLED")])
def test_functions_that_have_nothing_to_do_with_inference_are_left_alone(rule: dict[str, dict[str, object]]) -> None:
    assert found_in(template(function(endpoint=None), rule)) == []


def test_a_rule_that_is_switched_off_loses_nothing() -> None:
    assert found_in(template(serverless(), function(), event_rule(target=LOSING, State="DISABLED"))) == []


def test_a_target_that_is_no_function_is_left_alone() -> None:
    target = {**LOSING, "Arn": "arn:aws:sns:us-east-1:111122223333:on-call"}
    assert found_in(template(serverless(), function(), event_rule(target=target))) == []
