"""Step scaling without an alarm."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw622_step_that_nothing_calls import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.scaling import alarm, backlog, scaled, step
from sagewire.validator.samples.serving import asynchronous, real_time
from tests.validator.judging import found_in, only_finding


def stepped(*parts: Any) -> dict[str, Any]:
    return template(real_time(), scaled(policy=step()), *parts)


def test_nothing_calls_it() -> None:
    finding = only_finding(RULE, stepped())
    assert (finding.resource, finding.property) == ("WakeUp", "")


@pytest.mark.parametrize("actions", ["AlarmActions", "OKActions", "InsufficientDataActions"])
def test_an_alarm_calls_it_in_any_state(actions: str) -> None:
    called: dict[str, Any] = {actions: [ref("WakeUp")]}
    assert found_in(stepped(alarm("InvocationsPerInstance", **called))) == []


def test_an_alarm_that_calls_something_else_does_not() -> None:
    topic = {"Topic": {"Type": "AWS::SNS::Topic"}}
    assert found_in(stepped(alarm("InvocationsPerInstance", calls="Topic"), topic)) == [RULE.id]


def test_what_refers_to_it_may_call_it() -> None:
    function = {"Setup": {"Type": "Custom::Alarm", "Properties": {"Policy": ref("WakeUp")}}}
    assert found_in(stepped(function)) == []
    assert found_in({**stepped(), "Outputs": {"Policy": {"Value": ref("WakeUp")}}}) == []


def test_an_endpoint_at_zero_that_nothing_wakes_is_told_of_once() -> None:
    asleep = template(asynchronous(), scaled(MinCapacity=0, policy={**backlog(), **step()}))
    assert found_in(asleep) == ["SW601"]
