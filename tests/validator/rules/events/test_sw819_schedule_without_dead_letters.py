"""SW819."""

import pytest

from sagewire.validator.rules.events.sw819_schedule_without_dead_letters import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.events import schedule
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding

ONCE = "at(2027-01-01T03:00:00)"


def _of(unsent: object, endpoint: str | None = "Endpoint", *, when: object = ONCE) -> dict[str, object]:
    called = schedule(target={"DeadLetterConfig": unsent}, ScheduleExpression=when)
    return template(serverless(), function(endpoint=endpoint), called)


def test_a_schedule_whose_calls_may_be_lost_is_found() -> None:
    finding = only_finding(RULE, _of(None))
    assert (finding.resource, finding.property) == ("Schedule", "Properties/Target/DeadLetterConfig")
    assert "do not reach Function" in finding.message


@pytest.mark.parametrize("unsent", [{"Arn": "arn:aws:sqs:us-east-1:111122223333:x"}, {"Fn::ImportValue": "x"}])
def test_any_queue_will_do(unsent: object) -> None:
    assert found_in(_of(unsent)) == []


def test_functions_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert found_in(_of(None, endpoint=None)) == []


@pytest.mark.parametrize("when", ["rate(1 hour)", "cron(0 3 * * ? *)", {"Fn::ImportValue": "when"}])
def test_what_comes_again_may_be_missed_once(when: object) -> None:
    assert found_in(_of(None, when=when)) == []
