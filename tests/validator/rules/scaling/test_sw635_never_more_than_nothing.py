"""Scaling that leaves nothing."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw612_initial_count_outside_bounds import RULE as OUTSIDE
from sagewire.validator.rules.scaling.sw635_never_more_than_nothing import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import COMPONENT_TARGET, backlog, scaled, target, tracking, wake_up
from sagewire.validator.samples.serving import asynchronous, component, component_host, real_time
from tests.validator.judging import findings_of, found_in, only_finding

ANY = {"Parameters": {"Any": {"Type": "String"}}}


def bounded(*, policy: Any = None, **changes: Any) -> dict[str, Any]:
    bounds = {"MinCapacity": 0, "MaxCapacity": 0, **changes}
    return template(asynchronous(), scaled(policy=backlog() if policy is None else policy, **bounds), **ANY)


def scheduled(**action: Any) -> dict[str, Any]:
    return {"ScheduledActionName": "on", "Schedule": "cron(0 8 * * ? *)", "ScalableTargetAction": action}


@pytest.mark.parametrize("policy", [None, wake_up()])
def test_an_endpoint_that_may_have_no_instance_never_runs(policy: Any) -> None:
    finding = only_finding(RULE, bounded(policy=policy))
    assert (finding.resource, finding.property, finding.found) == ("Target", "Properties/MaxCapacity", "0")
    assert finding.message == (
        "Target scales from 0 to 0: nothing ever adds an instance, and what there is at first is taken away"
    )


@pytest.mark.parametrize("bound", ["MinCapacity", "MaxCapacity"])
@pytest.mark.parametrize("figure", [1, {"Ref": "Any"}])
def test_one_that_may_have_some_may_run(bound: str, figure: Any) -> None:
    assert findings_of(RULE, bounded(**{bound: figure})) == []


@pytest.mark.parametrize("action", [{"MaxCapacity": 2}, {"MinCapacity": 1, "MaxCapacity": {"Ref": "Any"}}])
def test_a_schedule_may_let_it_run(action: dict[str, Any]) -> None:
    assert findings_of(RULE, bounded(ScheduledActions=[scheduled(MaxCapacity=0), scheduled(**action)])) == []


def test_what_a_schedule_says_may_not_be_known() -> None:
    assert findings_of(RULE, bounded(ScheduledActions=[{"Ref": "Any"}])) == []


@pytest.mark.parametrize("action", [{"MaxCapacity": 0}, {"MinCapacity": 0}])
def test_a_schedule_that_leaves_it_nothing_does_not(action: dict[str, Any]) -> None:
    assert len(findings_of(RULE, bounded(policy={}, ScheduledActions=[scheduled(**action)]))) == 1


def test_what_nothing_scales_keeps_its_instances() -> None:
    assert findings_of(RULE, bounded(policy={})) == []


def test_a_component_may_have_no_copy_either() -> None:
    bounds: dict[str, Any] = {**COMPONENT_TARGET, "MinCapacity": 0, "MaxCapacity": 0}
    tracked = tracking("SageMakerInferenceComponentInvocationsPerCopy")
    finding = only_finding(RULE, template(component_host(), component(copies=1), target(**bounds), tracked))
    assert "nothing ever adds a copy" in finding.message


def test_a_real_time_endpoint_at_zero_is_another_fault() -> None:
    body = template(real_time(), scaled(MinCapacity=0, MaxCapacity=0))
    assert findings_of(RULE, body) == []


def test_what_it_begins_with_is_not_what_is_wrong() -> None:
    assert findings_of(OUTSIDE, bounded()) == []
    assert len(findings_of(OUTSIDE, bounded(policy={}))) == 1


def test_sound_bounds_are_sound() -> None:
    assert found_in(bounded(MinCapacity=2, MaxCapacity=2)) == []
