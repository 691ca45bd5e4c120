"""An alarm that adds capacity while nobody asks."""

import pytest

from sagewire.validator.rules.scaling.sw624_missing_data_wakes import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import (
    ENDPOINT_DIMENSIONS,
    alarm,
    alarm_on,
    backlog,
    query,
    scaled,
    step,
    wake_up,
)
from sagewire.validator.samples.serving import asynchronous
from tests.validator.judging import found_in, only_finding

ASLEEP = {**asynchronous(), **scaled(MinCapacity=0, policy=backlog())}


def test_no_data_are_no_reason_to_wake() -> None:
    finding = only_finding(RULE, template(ASLEEP, wake_up(TreatMissingData="breaching")))
    assert (finding.resource, finding.property) == ("WakeUpAlarm", "Properties/TreatMissingData")


@pytest.mark.parametrize("missing", ["missing", "ignore", "notBreaching", None])
def test_they_may_be_taken_for_anything_else(missing: str | None) -> None:
    assert found_in(template(ASLEEP, wake_up(TreatMissingData=missing))) == []


@pytest.mark.parametrize(("returned", "found"), [(True, [RULE.id]), (False, [])])
def test_a_list_of_one_metric_is_that_metric(returned: bool, found: list[str]) -> None:
    metric = query("HasBacklogWithoutCapacity", ENDPOINT_DIMENSIONS, statistic="Maximum", ReturnData=returned)
    filled = {"Id": "e", "Expression": "FILL(m, 0)", "ReturnData": not returned}
    watched = alarm_on(metric, filled, calls="WakeUp", TreatMissingData="breaching")
    assert found_in(template(ASLEEP, step(), watched)) == found


def test_an_alarm_that_only_tells_may_take_them_for_a_breach() -> None:
    told = alarm("HasBacklogWithoutCapacity", ENDPOINT_DIMENSIONS, TreatMissingData="breaching")
    assert found_in(template(ASLEEP, wake_up(), told)) == []
