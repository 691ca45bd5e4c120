"""SW849."""

from typing import Any

import pytest

from sagewire.event_types import ENDPOINT_STATE_CHANGE, MODEL_PACKAGE_STATE_CHANGE, STATUS_WORDS
from sagewire.validator.rules.events.sw849_status_that_no_event_has import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import approvals, hears
from tests.validator.judging import findings_of, found_in, only_finding


def waits_for(field: str, *statuses: Any) -> dict[str, Any]:
    return template(hears(MODEL_PACKAGE_STATE_CHANGE, {field: list(statuses)}))


@pytest.mark.parametrize(
    ("status", "word"),
    [("APPROVED", "Approved"), ("approved", "Approved"), ("PENDING_MANUAL_APPROVAL", "PendingManualApproval")],
)
def test_a_word_that_is_spelled_otherwise_is_found(status: str, word: str) -> None:
    (finding,) = findings_of(RULE, template(approvals(ModelApprovalStatus=[status])))
    assert (finding.found, finding.limit) == (status, word)
    assert finding.property == "Properties/EventPattern/detail/ModelApprovalStatus/0"


@pytest.mark.parametrize(
    ("field", "status", "limit"),
    [
        ("TransformJobStatus", "COMPLETED", "Completed"),
        ("TransformJobStatus", "Succeeded", "InProgress or Completed or Failed or Stopping or Stopped"),
        ("currentPipelineExecutionStatus", "Completed", "Executing or Stopping or Stopped or Failed or Succeeded"),
        ("EndpointStatus", "In_Service", "IN_SERVICE"),
    ],
)
def test_each_status_has_words_of_its_own(field: str, status: str, limit: str) -> None:
    (finding,) = findings_of(RULE, waits_for(field, status))
    assert finding.limit == limit


@pytest.mark.parametrize("field", STATUS_WORDS)
def test_all_of_them_are_sound(field: str) -> None:
    assert not findings_of(RULE, waits_for(field, *STATUS_WORDS[field]))


@pytest.mark.parametrize(
    "statuses",
    [
        ["APPROVED", "Approved"],
        ["APPROVED", {"prefix": "App"}],
        [{"equals-ignore-case": "approved"}],
        [{"Ref": "Unset"}],
        ["APPROVED", {"Ref": "Unset"}],
    ],
)
def test_who_asks_for_more_may_miss_nothing(statuses: list[Any]) -> None:
    body = {**waits_for("ModelApprovalStatus", *statuses), "Parameters": {"Unset": {"Type": "String"}}}
    assert not findings_of(RULE, body)


def test_another_word_does_not_mend_a_mistaken_one() -> None:
    assert only_finding(RULE, template(approvals(ModelApprovalStatus=["APPROVED", "Rejected"]))).found == "APPROVED"


def test_the_words_of_the_api_are_told_of_elsewhere() -> None:
    body = template(hears(ENDPOINT_STATE_CHANGE, {"EndpointStatus": ["InService"]}))
    assert found_in(body) == ["SW723"]


def test_other_fields_are_not_looked_at() -> None:
    assert not findings_of(RULE, waits_for("ModelPackageGroupName", "APPROVED"))
