"""SW808."""

import pytest

from sagewire.validator.rules.events.sw808_target_without_retry_policy import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, found_in, only_finding


def _of(policy: object) -> dict[str, object]:
    return template(serverless(), function(), event_rule(target={"RetryPolicy": policy}))


def test_a_target_whose_retries_nobody_chose_is_found() -> None:
    finding = only_finding(RULE, _of(None))
    assert (finding.resource, finding.property) == ("Rule", "Properties/Targets/0/RetryPolicy")
    assert (finding.found, finding.limit) == ("not set", "86,400 s")


@pytest.mark.parametrize(
    "policy", [{"MaximumEventAgeInSeconds": 60}, {"MaximumRetryAttempts": 0}, {"Fn::ImportValue": "policy"}]
)
def test_any_choice_is_one(policy: object) -> None:
    assert found_in(_of(policy)) == []


def test_functions_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert found_in(template(function(endpoint=None), event_rule(target={"RetryPolicy": None}))) == []


def test_what_the_clock_alone_triggers_may_be_tried_for_a_day() -> None:
    rule = event_rule(target={"RetryPolicy": None}, EventPattern=None, ScheduleExpression="rate(1 hour)")
    assert found_in(template(serverless(), function(), rule)) == []


def test_a_rule_that_matches_events_too_is_found() -> None:
    rule = event_rule(target={"RetryPolicy": None}, ScheduleExpression="rate(1 hour)")
    assert only_finding(RULE, template(serverless(), function(), rule)).resource == "Rule"


NEWS = "SageMaker Endpoint State Change"
APPROVALS = "SageMaker Model Package State Change"


@pytest.mark.parametrize(
    ("types", "found"),
    [
        ([NEWS], []),
        ([NEWS, "SageMaker Transform Job State Change"], []),
        ([APPROVALS], ["SW808"]),
        ([NEWS, APPROVALS], ["SW808"]),
        ([NEWS, "Page Viewed"], ["SW808"]),
    ],
)
def test_what_became_of_an_endpoint_is_news_however_late(types: list[str], found: list[str]) -> None:
    heard = {"source": ["aws.sagemaker"], "detail-type": types}
    rule = event_rule(target={"RetryPolicy": None}, pattern=heard)
    assert [finding.rule for finding in findings_of(RULE, template(serverless(), function(), rule))] == found
