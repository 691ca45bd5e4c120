"""An inference component that nothing wakes."""

from typing import Any

from sagewire.validator.rules.scaling.sw603_component_never_woken import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import COMPONENT_DIMENSIONS, COMPONENT_TARGET, target, tracking, wake_up
from sagewire.validator.samples.serving import component, component_host
from tests.validator.judging import found_in, only_finding


def scaled(least: int, *parts: Any) -> dict[str, Any]:
    bounds = {**COMPONENT_TARGET, "MinCapacity": least, "MaxCapacity": 2}
    tracked = tracking("SageMakerInferenceComponentInvocationsPerCopy")
    return template(component_host(), component(), target(**bounds), tracked, *parts)


def test_a_component_at_zero_is_not_woken_by_what_it_answers() -> None:
    finding = only_finding(RULE, scaled(0))
    assert (finding.property, finding.found) == ("Properties/MinCapacity", "0")
    assert "NoCapacityInvocationFailures" in finding.fix


def test_a_component_with_a_copy_need_not_be_woken() -> None:
    assert found_in(scaled(1)) == []


def test_an_alarm_on_failures_wakes_it() -> None:
    assert found_in(scaled(0, wake_up("NoCapacityInvocationFailures", COMPONENT_DIMENSIONS))) == []


def test_an_alarm_on_its_copies_does_not() -> None:
    assert found_in(scaled(0, wake_up("InvocationsPerCopy", COMPONENT_DIMENSIONS))) == [RULE.id]
