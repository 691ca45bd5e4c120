"""SW825."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw825_expires_before_last_receive import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


def _of(kept: object, **changes: Any) -> dict[str, object]:
    return template(serverless(), function(), queue(MessageRetentionPeriod=kept, **changes), mapping())


@pytest.mark.parametrize("kept", [8999, 9000])
def test_messages_that_are_dropped_before_their_last_receive_are_found(kept: int) -> None:
    finding = only_finding(RULE, _of(kept))
    assert (finding.found, finding.limit, finding.resource) == (str(kept), "9000 s", "Requests")
    assert "5 receives, each hidden for 1800 s" in finding.message


def test_messages_that_are_kept_longer_are_sound() -> None:
    assert found_in(_of(9001)) == []


def test_four_days_are_not_enough_for_long_timeouts() -> None:
    assert only_finding(RULE, _of(None, VisibilityTimeout=69_120)).limit == "345,600 s"
    assert found_in(_of(None, VisibilityTimeout=69_119)) == []


@pytest.mark.parametrize("kept", [{"Fn::ImportValue": "kept"}, "four days"])
def test_a_time_that_is_not_known_is_not_guessed(kept: object) -> None:
    assert found_in(_of(kept)) == []


def test_a_visibility_that_is_not_known_is_not_guessed() -> None:
    assert found_in(_of(60, VisibilityTimeout={"Fn::ImportValue": "hidden"})) == []


def test_a_queue_without_dead_letters_is_another_rule() -> None:
    assert found_in(_of(60, dead_letters=None)) == ["SW806"]


def test_queues_that_no_function_of_inference_reads_are_left_alone() -> None:
    assert found_in(template(queue(MessageRetentionPeriod=60))) == []
