"""SW804."""

import pytest

from sagewire.validator.rules.events.sw804_batch_of_fifo_queue import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.events import fifo_queue
from sagewire.validator.samples.invoking import function, mapping
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


def _of(batch: object, **changes: object) -> dict[str, object]:
    return template(serverless(), function(), fifo_queue(), mapping(BatchSize=batch, **changes))


@pytest.mark.parametrize("batch", [11, 100])
def test_more_than_ten_is_refused(batch: int) -> None:
    finding = only_finding(RULE, _of(batch))
    assert (finding.found, finding.limit, finding.property) == (str(batch), "10 messages", "Properties/BatchSize")


@pytest.mark.parametrize("batch", [1, 10, None])
def test_ten_is_taken(batch: int | None) -> None:
    assert found_in(_of(batch)) == []


def test_a_fifo_queue_that_is_named_by_its_arn_is_one_too() -> None:
    assert only_finding(RULE, _of(11, EventSourceArn="arn:aws:sqs:us-east-1:111122223333:orders.fifo")).found == "11"


def test_a_batch_that_is_not_known_is_not_guessed() -> None:
    assert "SW804" not in found_in(_of({"Fn::ImportValue": "batch"}))


def test_a_queue_of_which_it_is_not_known_is_not_guessed() -> None:
    body = template(
        serverless(), function(), fifo_queue(FifoQueue={"Fn::ImportValue": "ordered"}), mapping(BatchSize=11)
    )
    assert found_in(body) == []
