"""Two policies for one predefined metric."""

from typing import Any

from sagewire.validator.rules.scaling.sw621_metric_tracked_twice import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import customized, scaled, tracking
from sagewire.validator.samples.serving import config, instance_variant, real_time
from tests.validator.judging import found_in, only_finding


def twice(**changes: Any) -> dict[str, Any]:
    return template(real_time(), scaled(), tracking(id="Again", value=300, **changes))


def test_the_second_one_is_refused() -> None:
    finding = only_finding(RULE, twice())
    assert (finding.resource, finding.found) == ("Again", "SageMakerVariantInvocationsPerInstance")
    assert "as Tracking does" in finding.message


def test_a_customized_metric_beside_it_is_another_one() -> None:
    beside = customized("Invocations", Statistic="Sum")
    assert found_in(template(real_time(), scaled(), tracking(id="Again", customized=beside))) == []


def test_one_of_two_that_exclude_each_other_is_one() -> None:
    body = twice()
    body["Parameters"] = {"Stage": {"Type": "String"}}
    body["Conditions"] = {"Test": {"Fn::Equals": [{"Ref": "Stage"}, "test"]}}
    body["Resources"]["Again"]["Condition"] = "Test"
    assert found_in(body) == []


def test_each_target_has_its_own() -> None:
    two = config(instance_variant(), instance_variant(VariantName="Other"))
    other = scaled(policy={})["Target"]
    other["Properties"]["ResourceId"] = {"Fn::Sub": "endpoint/${Endpoint.EndpointName}/variant/Other"}
    policy = tracking(id="OfOther", ScalingTargetId={"Ref": "Another"})
    assert found_in(template(real_time(), two, scaled(), {"Another": other}, policy)) == []
