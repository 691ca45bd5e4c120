"""SW802."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw802_visibility_of_few_timeouts import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


def _of(visibility: int, **changes: object) -> dict[str, object]:
    return template(serverless(), function(), queue(VisibilityTimeout=visibility), mapping(**changes))


@pytest.mark.parametrize("visibility", [300, 1799])
def test_less_than_six_timeouts_is_found(visibility: int) -> None:
    finding = only_finding(RULE, _of(visibility))
    assert (finding.found, finding.limit, finding.resource) == (str(visibility), "1800 s", "Requests")
    assert "6 timeouts of 300 s are 1800 s" in finding.message


@pytest.mark.parametrize("visibility", [1800, 1801])
def test_six_timeouts_are_enough(visibility: int) -> None:
    assert found_in(_of(visibility)) == []


def test_the_batching_window_comes_on_top() -> None:
    finding = only_finding(RULE, _of(1799, MaximumBatchingWindowInSeconds=30))
    assert finding.limit == "1830 s"
    assert "6 timeouts of 300 s and a batching window of 30 s are 1830 s" in finding.message


@pytest.mark.parametrize("visibility", [1800, 1829, 1830])
def test_the_seconds_of_the_window_alone_are_not_worth_a_line(visibility: int) -> None:
    assert found_in(_of(visibility, MaximumBatchingWindowInSeconds=30)) == []


def test_less_than_one_timeout_is_another_rule() -> None:
    assert found_in(_of(299)) == ["SW801"]


def test_queues_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert found_in(template(function(endpoint=None), queue(VisibilityTimeout=300), mapping())) == []


def test_a_window_that_is_not_known_is_not_guessed() -> None:
    body = _of(1799, MaximumBatchingWindowInSeconds={"Ref": "Window"})
    assert "SW802" not in found_in({**body, "Parameters": {"Window": {"Type": "Number"}}})


UNKNOWN: Any = {"Fn::ImportValue": "elsewhere"}


@pytest.mark.parametrize(
    "body",
    [
        template(serverless(), function(), queue(VisibilityTimeout=1799), mapping(FunctionName=UNKNOWN)),
        template(serverless(), function(Timeout=UNKNOWN), queue(VisibilityTimeout=1799), mapping()),
        template(serverless(), function(), queue(VisibilityTimeout=UNKNOWN), mapping()),
        template(serverless(), function(), queue(VisibilityTimeout=1799), mapping(EventSourceArn=UNKNOWN)),
    ],
    ids=["function", "timeout", "visibility", "queue"],
)
def test_what_is_not_known_is_not_compared(body: dict[str, Any]) -> None:
    assert "SW802" not in found_in(body)
