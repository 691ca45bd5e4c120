"""SW835."""

import pytest

from sagewire.validator.rules.events.sw835_window_of_fifo_queue import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.events import fifo_queue
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


def _of(window: object, **changes: object) -> dict[str, object]:
    read = mapping(MaximumBatchingWindowInSeconds=window, **changes)
    return template(serverless(), function(), fifo_queue(VisibilityTimeout=2400), read)


@pytest.mark.parametrize("window", [1, 300])
def test_a_window_of_a_fifo_queue_is_refused(window: int) -> None:
    finding = only_finding(RULE, _of(window))
    assert (finding.found, finding.resource) == (str(window), "Mapping")
    assert finding.property == "Properties/MaximumBatchingWindowInSeconds"


def test_a_fifo_queue_that_is_named_by_its_arn_is_one_too() -> None:
    assert only_finding(RULE, _of(1, EventSourceArn="arn:aws:sqs:us-east-1:111122223333:orders.fifo")).found == "1"


@pytest.mark.parametrize("window", [None, 0, {"Fn::ImportValue": "window"}])
def test_no_window_or_one_that_is_not_known_is_sound(window: object) -> None:
    assert "SW835" not in found_in(_of(window))


def test_a_standard_queue_has_one() -> None:
    standard = queue(VisibilityTimeout=2400)
    assert found_in(template(serverless(), function(), standard, mapping(MaximumBatchingWindowInSeconds=300))) == []
