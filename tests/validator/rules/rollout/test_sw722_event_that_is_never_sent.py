"""A rule on an event that SageMaker never sends."""

from typing import Any

import pytest

from sagewire.event_types import DETAIL_TYPES
from sagewire.validator.rules.rollout.sw722_event_that_is_never_sent import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import hears
from tests.validator.judging import found_in, only_finding

GROUP = {"ModelPackageGroupName": ["ranking"], "ModelApprovalStatus": ["Approved"]}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("SageMaker Endpoint Status Change", "SageMaker Endpoint State Change"),
        ("Sagemaker Endpoint State Change", "SageMaker Endpoint State Change"),
        ("SageMaker Model Package Change", "SageMaker Model Package State Change"),
        ("SageMaker Pipeline Execution State Change", "SageMaker Model Building Pipeline Execution Status Change"),
        ("SageMaker Pipeline Execution Status Change", "SageMaker Model Building Pipeline Execution Status Change"),
    ],
)
def test_a_name_is_compared_letter_by_letter(name: str, meant: str) -> None:
    finding = only_finding(RULE, template(hears(name, GROUP)))
    assert (finding.found, finding.property) == (name, "Properties/EventPattern/detail-type/0")
    assert finding.fix == f"Take {meant}."


@pytest.mark.parametrize("name", ["SageMaker Inference Component State Change", "SageMaker InferenceComponent Update"])
def test_inference_components_have_no_events(name: str) -> None:
    assert "CloudTrail" in only_finding(RULE, template(hears(name, None))).fix


@pytest.mark.parametrize(
    "name",
    [*DETAIL_TYPES, "AWS API Call via CloudTrail", "SageMaker Feature Group State Change", "SageMaker New Event"],
)
def test_what_is_sent_or_may_be_is_left_alone(name: str) -> None:
    assert found_in(template(hears(name, GROUP))) == []


def test_a_name_alone_tells_whose_event_it_is() -> None:
    body = template(hears("SageMaker Endpoint Status Change", None, source=None))
    assert RULE.id in found_in(body)


def test_events_of_others_are_theirs() -> None:
    assert found_in(template(hears("SageMaker Endpoint Status Change", None, source=["own"]))) == []


def test_a_pattern_of_a_name_may_match() -> None:
    body: dict[str, Any] = template(hears("x", None))
    body["Resources"]["Rule"]["Properties"]["EventPattern"]["detail-type"] = [{"prefix": "SageMaker Endpoint Status"}]
    assert found_in(body) == []
