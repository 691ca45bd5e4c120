"""A rollout that no alarm undoes."""

from typing import Any

import pytest

from sagewire.validator.rules.rollout.sw703_rollout_without_alarm import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import blue_green, count, rolled_out, rolling
from sagewire.validator.samples.serving import component, component_host, real_time
from tests.validator.judging import found_in, only_finding


@pytest.mark.parametrize("undone_by", [None, {"AutoRollbackConfiguration": {"Alarms": []}}])
@pytest.mark.parametrize("policy", [blue_green(), blue_green(type="ALL_AT_ONCE"), rolling()])
def test_nothing_would_stop_it(policy: Any, undone_by: Any) -> None:
    finding = only_finding(RULE, template(real_time(), rolled_out(policy, undone_by=undone_by)))
    assert (finding.resource, finding.property) == (
        "Endpoint",
        "Properties/DeploymentConfig/AutoRollbackConfiguration/Alarms",
    )


def test_one_alarm_is_enough() -> None:
    assert found_in(template(real_time(), rolled_out(blue_green()))) == []


def test_an_endpoint_without_a_rollout_waits_for_nothing() -> None:
    assert found_in(template(real_time())) == []


def test_an_inference_component_is_rolled_out_as_well() -> None:
    batch = count(1, "COPY_COUNT")
    made = component(copies=2, DeploymentConfig=rolling(batch=batch))
    assert found_in(template(component_host(), made)) == [RULE.id]


def test_alarms_that_are_not_known_may_be_some() -> None:
    unknown = {"AutoRollbackConfiguration": {"Fn::If": ["Watched", {"Ref": "Alarms"}, {"Ref": "AWS::NoValue"}]}}
    body = template(real_time(), rolled_out(blue_green(), undone_by=unknown))
    parameters = {"Alarms": {"Type": "String"}}
    conditions = {"Watched": {"Fn::Equals": [{"Ref": "Alarms"}, ""]}}
    assert found_in({**body, "Parameters": parameters, "Conditions": conditions}) == []
