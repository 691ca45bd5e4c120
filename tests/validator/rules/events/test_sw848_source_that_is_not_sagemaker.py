"""SW848."""

from typing import Any

import pytest

from sagewire.event_types import ENDPOINT_STATE_CHANGE
from sagewire.validator.rules.events.sw848_source_that_is_not_sagemaker import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import hears
from tests.validator.judging import findings_of, only_finding


def heard(*sources: Any, type: str = ENDPOINT_STATE_CHANGE) -> dict[str, Any]:
    return template(hears(type, None, source=list(sources)))


@pytest.mark.parametrize(
    "source", ["sagemaker.amazonaws.com", "sagemaker", "aws.SageMaker", "AWS.sagemaker", "aws.s3", "amazon.sagemaker"]
)
def test_another_source_than_sagemaker_s_is_found(source: str) -> None:
    finding = only_finding(RULE, heard(source))
    assert (finding.found, finding.property) == (source, "Properties/EventPattern/source/0")


def test_each_is_told() -> None:
    assert len(findings_of(RULE, heard("aws.s3", "sagemaker"))) == 2


@pytest.mark.parametrize(
    "sources",
    [
        ["aws.sagemaker"],
        ["sagemaker.amazonaws.com", "aws.sagemaker"],
        [{"prefix": "aws."}],
        ["aws.s3", {"prefix": "aws.sage"}],
        [{"Ref": "Unset"}],
        ["aws.s3", {"Ref": "Unset"}],
        ["pages"],
        ["pages.sagemaker", "aws.s3"],
    ],
)
def test_what_may_be_right_is_no_finding(sources: list[Any]) -> None:
    assert not findings_of(RULE, {**heard(*sources), "Parameters": {"Unset": {"Type": "String"}}})


def test_other_events_have_other_sources() -> None:
    assert not findings_of(RULE, heard("aws.s3", type="Object Created"))
    assert not findings_of(RULE, heard("aws.sagemaker-x", type="AWS API Call via CloudTrail"))
