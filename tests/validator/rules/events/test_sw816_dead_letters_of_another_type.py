"""SW816."""

import pytest

from sagewire.validator.rules.events.sw816_dead_letters_of_another_type import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.events import queue_and_dead_letters
from tests.validator.judging import found_in, only_finding


def _of(source: object, target: object) -> dict[str, object]:
    return template(queue_and_dead_letters({"FifoQueue": target}, FifoQueue=source))


@pytest.mark.parametrize(("source", "target", "needed"), [(True, None, "FIFO queue"), (None, True, "standard queue")])
def test_queues_of_two_types_are_found(source: object, target: object, needed: str) -> None:
    finding = only_finding(RULE, _of(source, target))
    assert (finding.found, finding.limit, finding.resource) == ("DeadLetters", needed, "Requests")
    assert finding.property == "Properties/RedrivePolicy/deadLetterTargetArn"


@pytest.mark.parametrize(("source", "target"), [(True, True), (None, None), ("true", True), (False, None)])
def test_queues_of_one_type_are_sound(source: object, target: object) -> None:
    assert found_in(_of(source, target)) == []


def test_a_queue_of_another_stack_is_not_known() -> None:
    elsewhere = {"deadLetterTargetArn": {"Fn::ImportValue": "dead"}, "maxReceiveCount": 5}
    assert found_in(template(queue_and_dead_letters({}, FifoQueue=True, RedrivePolicy=elsewhere))) == []


@pytest.mark.parametrize(("source", "target"), [(True, {"Fn::ImportValue": "x"}), ({"Fn::ImportValue": "x"}, True)])
def test_a_type_that_is_not_known_is_not_guessed(source: object, target: object) -> None:
    assert found_in(_of(source, target)) == []
