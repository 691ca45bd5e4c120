"""A rule that asks for a status by the API's word."""

from typing import Any

import pytest

from sagewire.event_types import (
    ENDPOINT_DEPLOYMENT_STATE_CHANGE,
    ENDPOINT_STATE_CHANGE,
    EVENT_STATUSES,
    TRANSFORM_JOB_STATE_CHANGE,
)
from sagewire.validator.rules.rollout.sw723_status_of_the_api import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import hears
from tests.validator.judging import found_in, only_finding


def waits_for(*statuses: Any, type: str = ENDPOINT_STATE_CHANGE) -> dict[str, Any]:
    return template(hears(type, {"EndpointStatus": list(statuses)}))


@pytest.mark.parametrize("type", [ENDPOINT_STATE_CHANGE, ENDPOINT_DEPLOYMENT_STATE_CHANGE])
@pytest.mark.parametrize(("status", "written"), EVENT_STATUSES.items())
def test_an_event_spells_it_otherwise(status: str, written: str, type: str) -> None:
    finding = only_finding(RULE, waits_for(status, type=type))
    assert (finding.found, finding.limit) == (status, written)
    assert finding.property == "Properties/EventPattern/detail/EndpointStatus/0"


def test_each_is_told() -> None:
    assert found_in(waits_for("InService", "Failed")) == [RULE.id, RULE.id]


@pytest.mark.parametrize("status", EVENT_STATUSES.values())
def test_the_event_s_word_is_sound(status: str) -> None:
    assert found_in(waits_for(status)) == []


def test_who_asks_for_both_misses_nothing() -> None:
    assert found_in(waits_for("InService", "IN_SERVICE")) == []


def test_other_events_have_other_words() -> None:
    assert found_in(waits_for("InService", type=TRANSFORM_JOB_STATE_CHANGE)) == []
