"""SW836."""

import pytest

from sagewire.validator.rules.events.sw836_given_up_records_are_lost import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.events import stream
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


def _of(**changes: object) -> dict[str, object]:
    return template(serverless(), function(), stream(**{"DestinationConfig": None, **changes}))


@pytest.mark.parametrize(
    ("retries", "age", "bounds"),
    [
        (0, None, "MaximumRetryAttempts 0"),
        (5, -1, "MaximumRetryAttempts 5"),
        (None, 3600, "MaximumRecordAgeInSeconds 3600"),
        (5, 60, "MaximumRetryAttempts 5 and MaximumRecordAgeInSeconds 60"),
    ],
)
def test_records_that_are_given_up_without_notice_are_found(retries: object, age: object, bounds: str) -> None:
    finding = only_finding(RULE, _of(MaximumRetryAttempts=retries, MaximumRecordAgeInSeconds=age))
    assert (finding.resource, finding.property) == ("Mapping", "Properties/DestinationConfig/OnFailure")
    assert finding.message.startswith(f"{bounds}, but no OnFailure destination")


def test_records_that_are_tried_for_ever_are_another_rule() -> None:
    assert found_in(_of(MaximumRetryAttempts=None)) == ["SW826"]


@pytest.mark.parametrize("kept", [{"OnFailure": {"Destination": "arn:aws:sqs:::x"}}, {"Fn::ImportValue": "kept"}])
def test_any_destination_will_do(kept: object) -> None:
    assert found_in(_of(DestinationConfig=kept)) == []


def test_functions_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert found_in(template(function(endpoint=None), stream(DestinationConfig=None))) == []
