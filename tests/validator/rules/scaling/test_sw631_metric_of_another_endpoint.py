"""Scaling by the metric of another endpoint."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw631_metric_of_another_endpoint import RULE
from sagewire.validator.samples import att, template
from sagewire.validator.samples.scaling import (
    COMPONENT_TARGET,
    VARIANT_DIMENSIONS,
    customized,
    listed,
    scaled,
    tracking,
)
from sagewire.validator.samples.serving import component, component_host, config, endpoint, instance_variant, real_time
from tests.validator.judging import findings_of, found_in, only_finding

TWO = {**real_time(), **endpoint("Other")}
TWO_VARIANTS = {**real_time(), **config(instance_variant(), instance_variant(VariantName="Main"))}


def of(name: Any, variant: Any = "AllTraffic") -> dict[str, Any]:
    return {**VARIANT_DIMENSIONS, "EndpointName": name, "VariantName": variant}


def by(name: Any, variant: Any = "AllTraffic") -> dict[str, Any]:
    metric = customized("InvocationsPerInstance", of(name, variant), Statistic="Sum")
    return scaled(policy=tracking(customized=metric))


def test_the_load_of_another_endpoint_is_not_its_own() -> None:
    finding = only_finding(RULE, template(TWO, by(att("Other", "EndpointName"))))
    place = "Properties/TargetTrackingScalingPolicyConfiguration/CustomizedMetricSpecification/Dimensions"
    assert (finding.resource, finding.found, finding.property) == ("Tracking", "Endpoint", place)
    assert finding.message.startswith("Tracking scales Endpoint by InvocationsPerInstance of Other: ")


@pytest.mark.parametrize(
    "name", [att("Endpoint", "EndpointName"), "elsewhere", {"Ref": "Name"}, {"Fn::ImportValue": "name"}]
)
def test_its_own_or_one_that_is_not_known_is_left_alone(name: Any) -> None:
    body = {**template(TWO, by(name)), "Parameters": {"Name": {"Type": "String"}}}
    assert found_in(body) == []


def test_a_target_that_is_not_known_may_be_the_one() -> None:
    body = template(TWO, by(att("Other", "EndpointName")))
    body["Resources"]["Target"]["Properties"]["ResourceId"] = {"Fn::ImportValue": "scaled"}
    assert findings_of(RULE, body) == []


@pytest.mark.parametrize(("variant", "found"), [("AllTraffic", []), ("Main", [RULE.id])])
def test_each_variant_has_a_load_of_its_own(variant: str, found: list[str]) -> None:
    body = template(TWO_VARIANTS, by(att("Endpoint", "EndpointName"), variant))
    assert found_in(body) == found


def test_the_message_names_the_variant() -> None:
    body = template(TWO_VARIANTS, by(att("Endpoint", "EndpointName"), "Main"))
    assert "by InvocationsPerInstance of the variant Main: " in only_finding(RULE, body).message


def calculated(*names: Any) -> dict[str, Any]:
    metrics = [
        {"Namespace": "AWS/SageMaker", "MetricName": "Invocations", "Dimensions": listed(of(name))} for name in names
    ]
    queries: list[dict[str, Any]] = [
        {"Id": f"m{order}", "MetricStat": {"Metric": metric, "Stat": "Sum"}} for order, metric in enumerate(metrics)
    ]
    return tracking(customized={"Metrics": [*queries, {"Id": "e", "Expression": "SUM(METRICS())"}]})


def test_a_calculation_may_take_others_beside_its_own() -> None:
    own, other = att("Endpoint", "EndpointName"), att("Other", "EndpointName")
    assert found_in(template(TWO, scaled(policy=calculated(other, own)))) == []
    assert found_in(template(TWO, scaled(policy=calculated(other, other)))) == [RULE.id]
    assert found_in(template(TWO, scaled(policy=calculated(other, "elsewhere")))) == []


@pytest.mark.parametrize(("name", "found"), [("Component", 0), ("Second", 1)])
def test_each_component_has_a_load_of_its_own(name: str, found: int) -> None:
    dimensions = {"InferenceComponentName": att(name, "InferenceComponentName")}
    policy = tracking(customized=customized("InvocationsPerCopy", dimensions, Statistic="Sum"))
    both = {**component_host(), **component(), **component("Second")}
    assert len(findings_of(RULE, template(both, scaled(policy=policy, **COMPONENT_TARGET)))) == found


def test_a_component_may_go_by_the_instances_that_it_is_placed_on() -> None:
    policy = tracking(customized=customized("GPUReservation", namespace="/aws/sagemaker/Endpoints"), value=70)
    body = template(component_host(), component(), scaled(policy=policy, **COMPONENT_TARGET))
    assert findings_of(RULE, body) == []


def test_instances_may_go_by_the_components_that_are_placed_on_them() -> None:
    dimensions = {"InferenceComponentName": att("Component", "InferenceComponentName")}
    policy = tracking(customized=customized("InvocationsPerCopy", dimensions, Statistic="Sum"))
    assert findings_of(RULE, template(component_host(), component(), scaled(policy=policy))) == []


def test_a_metric_of_one_s_own_is_of_no_endpoint() -> None:
    metric = customized("Waiting", of(att("Other", "EndpointName")), namespace="Shop")
    assert found_in(template(TWO, scaled(policy=tracking(customized=metric)))) == []
