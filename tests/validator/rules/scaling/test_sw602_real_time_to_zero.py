"""A real-time endpoint that is to scale to zero."""

from sagewire.validator.rules.scaling.sw602_real_time_to_zero import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import (
    COMPONENT_DIMENSIONS,
    COMPONENT_TARGET,
    backlog,
    scaled,
    target,
    tracking,
    wake_up,
)
from sagewire.validator.samples.serving import asynchronous, component, component_host, real_time
from tests.validator.judging import found_in, only_finding


def test_zero_is_refused() -> None:
    finding = only_finding(RULE, template(real_time(), scaled(MinCapacity=0)))
    assert (finding.severity, finding.property, finding.found) == ("error", "Properties/MinCapacity", "0")


def test_one_is_the_least() -> None:
    assert RULE.id not in found_in(template(real_time(), scaled(MinCapacity=1)))


def test_a_schedule_is_bound_as_well() -> None:
    night = {"ScheduledActionName": "night", "Schedule": "rate(1 day)", "ScalableTargetAction": {"MinCapacity": 0}}
    finding = only_finding(RULE, template(real_time(), scaled(ScheduledActions=[night])))
    assert finding.property == "Properties/ScheduledActions/0/ScalableTargetAction/MinCapacity"


def test_asynchronous_endpoints_and_components_may_sleep() -> None:
    asleep = {**backlog(), **wake_up()}
    assert found_in(template(asynchronous(), scaled(MinCapacity=0, policy=asleep))) == []
    copies = {
        **target(**{**COMPONENT_TARGET, "MinCapacity": 0}),
        **tracking("SageMakerInferenceComponentInvocationsPerCopy"),
        **wake_up("NoCapacityInvocationFailures", COMPONENT_DIMENSIONS),
    }
    assert found_in(template(component_host(), component(copies=1), copies)) == []


def test_an_endpoint_of_elsewhere_may_be_of_any_kind() -> None:
    elsewhere = scaled(MinCapacity=0, ResourceId="endpoint/elsewhere/variant/AllTraffic")
    assert RULE.id not in found_in(template(real_time(), elsewhere))
