"""SW803."""

import pytest

from sagewire.validator.rules.events.sw803_large_batch_without_window import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


def _of(batch: object, window: object = None, **changes: object) -> dict[str, object]:
    read = mapping(BatchSize=batch, MaximumBatchingWindowInSeconds=window, **changes)
    return template(serverless(), function(), queue(VisibilityTimeout=2400), read)


@pytest.mark.parametrize("window", [None, 0])
@pytest.mark.parametrize("batch", [11, 10_000])
def test_more_than_ten_without_a_window_is_refused(batch: int, window: int | None) -> None:
    finding = only_finding(RULE, _of(batch, window))
    assert (finding.found, finding.limit, finding.resource) == (str(batch), "10 messages", "Mapping")
    assert finding.property == "Properties/BatchSize"


@pytest.mark.parametrize(("batch", "window"), [(10, None), (10, 0), (None, None), (11, 1), (10_000, 300)])
def test_ten_or_a_window_is_taken(batch: int | None, window: int | None) -> None:
    assert found_in(_of(batch, window)) == []


def test_a_queue_that_is_named_by_its_arn_is_one_too() -> None:
    body = _of(11, EventSourceArn="arn:aws:sqs:us-east-1:111122223333:elsewhere")
    assert only_finding(RULE, body).found == "11"


def test_a_batch_of_a_stream_needs_no_window() -> None:
    body = _of(100, EventSourceArn="arn:aws:kinesis:us-east-1:111122223333:stream/clicks", StartingPosition="LATEST")
    assert "SW803" not in found_in(body)


def test_a_source_that_is_not_known_is_not_guessed() -> None:
    assert "SW803" not in found_in(_of(100, EventSourceArn={"Fn::ImportValue": "source"}))


def test_a_batch_that_is_not_known_is_not_guessed() -> None:
    assert "SW803" not in found_in(_of({"Fn::ImportValue": "batch"}))


def test_a_window_that_is_not_known_is_not_guessed() -> None:
    assert "SW803" not in found_in(_of(100, {"Fn::ImportValue": "window"}))
