"""SW817."""

import pytest

from sagewire.validator.rules.events.sw817_dead_letters_expire_first import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.events import queue_and_dead_letters
from sagewire.validator.samples.invoking import function, mapping
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding

FOUR_DAYS = 345_600


def _of(kept: object, *, source: object = None, **changes: object) -> dict[str, object]:
    queues = queue_and_dead_letters(
        {"MessageRetentionPeriod": kept, **changes}, MessageRetentionPeriod=source, **changes
    )
    return template(serverless(), function(), queues, mapping())


@pytest.mark.parametrize(
    ("kept", "source", "limit"),
    [
        (FOUR_DAYS - 1, None, "345,600 s"),
        (FOUR_DAYS - 1, FOUR_DAYS, "345,600 s"),
        (None, FOUR_DAYS + 1, "345,601 s"),
        (None, 1_209_600, "1,209,600 s"),
    ],
)
def test_dead_letters_that_are_kept_for_less_are_found(kept: object, source: object, limit: str) -> None:
    finding = only_finding(RULE, _of(kept, source=source))
    assert (finding.limit, finding.resource) == (limit, "DeadLetters")
    assert finding.property == "Properties/MessageRetentionPeriod"


@pytest.mark.parametrize(("kept", "source"), [(None, None), (FOUR_DAYS, None), (FOUR_DAYS + 1, FOUR_DAYS)])
def test_dead_letters_that_are_kept_as_long_are_sound(kept: object, source: object) -> None:
    assert found_in(_of(kept, source=source)) == []


def test_a_fifo_queue_starts_the_time_anew() -> None:
    assert found_in(_of(3600, FifoQueue=True)) == []


def test_a_time_that_is_not_known_is_not_guessed() -> None:
    assert found_in(_of({"Fn::ImportValue": "kept"})) == found_in(_of(60, source={"Fn::ImportValue": "kept"})) == []


def test_a_queue_of_another_stack_is_not_known() -> None:
    elsewhere = {"deadLetterTargetArn": {"Fn::ImportValue": "dead"}, "maxReceiveCount": 5}
    queues = queue_and_dead_letters({"MessageRetentionPeriod": 60}, RedrivePolicy=elsewhere)
    assert found_in(template(serverless(), function(), queues, mapping())) == []


def test_a_queue_that_may_be_a_fifo_queue_is_not_judged() -> None:
    assert found_in(_of(60, FifoQueue={"Fn::ImportValue": "ordered"})) == []


def test_queues_that_no_function_of_inference_reads_are_left_alone() -> None:
    assert found_in(template(queue_and_dead_letters({"MessageRetentionPeriod": 60}))) == []
