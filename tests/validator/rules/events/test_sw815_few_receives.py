"""SW815."""

import pytest

from sagewire.validator.rules.events.sw815_few_receives import RULE
from sagewire.validator.samples import att, template
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


def _of(receives: object, endpoint: str | None = "Endpoint") -> dict[str, object]:
    redrive = {"deadLetterTargetArn": att("DeadLetters", "Arn"), "maxReceiveCount": receives}
    return template(serverless(), function(endpoint=endpoint), queue(RedrivePolicy=redrive), mapping())


@pytest.mark.parametrize("receives", [1, 4])
def test_fewer_than_five_receives_are_found(receives: int) -> None:
    finding = only_finding(RULE, _of(receives))
    assert (finding.found, finding.limit, finding.resource) == (str(receives), "5", "Requests")
    assert finding.property == "Properties/RedrivePolicy/maxReceiveCount"


@pytest.mark.parametrize("receives", [5, 6, 1000])
def test_five_are_enough(receives: int) -> None:
    assert "SW815" not in found_in(_of(receives))


def test_a_policy_that_is_written_as_a_text_is_not_read() -> None:
    redrive = '{"deadLetterTargetArn": "arn:aws:sqs:us-east-1:111122223333:dead", "maxReceiveCount": 1}'
    assert found_in(template(serverless(), function(), queue(RedrivePolicy=redrive), mapping())) == []


def test_queues_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert found_in(_of(1, endpoint=None)) == []
