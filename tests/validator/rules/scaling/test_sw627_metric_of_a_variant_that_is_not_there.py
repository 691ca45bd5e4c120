"""A metric of a variant that the endpoint does not have."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw627_metric_of_a_variant_that_is_not_there import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import blue_green, errors, rolled_out
from sagewire.validator.samples.scaling import ENDPOINT_DIMENSIONS, alarm, customized, listed, scaled, tracking
from sagewire.validator.samples.serving import config, instance_variant, real_time
from tests.validator.judging import findings_of, found_in, only_finding


def of_variant(name: Any) -> dict[str, Any]:
    return {**ENDPOINT_DIMENSIONS, "VariantName": name}


def watching(name: Any) -> dict[str, Any]:
    return template(real_time(), alarm("Invocation5XXErrors", of_variant(name)))


@pytest.mark.parametrize("name", ["Main", "alltraffic", "AllTraffic2"])
def test_the_letters_must_be_the_same(name: str) -> None:
    finding = only_finding(RULE, watching(name))
    place = "Properties/Dimensions/1/Value"
    assert (finding.found, finding.limit, finding.property) == (name, "AllTraffic", place)
    assert finding.severity == "warning"
    assert finding.message == (
        f"looks for Invocation5XXErrors of the variant {name}; the endpoint has AllTraffic:"
        " there are no data, and the alarm stays silent"
    )


@pytest.mark.parametrize("name", ["AllTraffic", {"Ref": "Variant"}, {"Fn::ImportValue": "variant"}])
def test_a_variant_that_is_there_or_not_known_is_left_alone(name: Any) -> None:
    assert found_in({**watching(name), "Parameters": {"Variant": {"Type": "String"}}}) == []


def test_any_variant_may_be_watched() -> None:
    two = config(instance_variant(), instance_variant(VariantName="Other"))
    assert found_in(template(real_time(), two, alarm("Invocation5XXErrors", of_variant("Other")))) == []


def test_a_shadow_variant_has_metrics_of_its_own() -> None:
    shadow = config(instance_variant(), ShadowProductionVariants=[instance_variant(VariantName="Shadow")])
    body = template(real_time(), shadow, alarm("Invocation5XXErrors", of_variant("Shadow")))
    assert findings_of(RULE, body) == []


def test_variants_that_are_not_all_known_may_hold_the_one() -> None:
    body = template(real_time(variant={"VariantName": {"Ref": "Variant"}}), alarm("ModelLatency", of_variant("Main")))
    assert findings_of(RULE, {**body, "Parameters": {"Variant": {"Type": "String"}}}) == []


@pytest.mark.parametrize(
    "other",
    [
        instance_variant(VariantName={"Ref": "Variant"}),
        {"Fn::If": ["Test", instance_variant(VariantName="Main"), {"Ref": "AWS::NoValue"}]},
    ],
)
def test_one_of_several_that_is_not_known_may_be_it(other: dict[str, Any]) -> None:
    sections = {
        "Parameters": {"Variant": {"Type": "String"}},
        "Conditions": {"Test": {"Fn::Equals": [{"Ref": "Variant"}, "test"]}},
    }
    made = {**real_time(), **config(instance_variant(), other)}
    assert findings_of(RULE, template(made, alarm("ModelLatency", of_variant("Main")), **sections)) == []


def test_an_endpoint_of_elsewhere_may_have_any() -> None:
    dimensions = {"EndpointName": "elsewhere", "VariantName": "Main"}
    assert found_in(template(real_time(), alarm("Invocation5XXErrors", dimensions))) == []


def test_an_alarm_that_is_to_undo_a_rollout_is_silent_too() -> None:
    dimensions = listed({"EndpointName": "ranking", "VariantName": "Main"})
    body = template(real_time(), rolled_out(blue_green()), errors(Dimensions=dimensions))
    assert only_finding(RULE, body).resource == "Errors"


def test_the_metrics_of_a_calculation_are_looked_at_too() -> None:
    metric = {"Namespace": "AWS/SageMaker", "MetricName": "Invocations", "Dimensions": listed(of_variant("Main"))}
    queries = [
        {"Id": "share", "Expression": "m / 2"},
        {"Id": "m", "MetricStat": {"Metric": metric, "Stat": "Sum", "Period": 60}},
    ]
    own: dict[str, Any] = dict.fromkeys(("MetricName", "Namespace", "Dimensions", "Statistic", "Period"))
    finding = only_finding(RULE, template(real_time(), alarm("", Metrics=queries, **own)))
    assert finding.property == "Properties/Metrics/1/MetricStat/Metric/Dimensions/1/Value"


def test_a_policy_that_never_acts_is_an_error() -> None:
    metric = customized("InvocationsPerInstance", of_variant("Main"), Statistic="Sum")
    finding = only_finding(RULE, template(real_time(), scaled(policy=tracking(customized=metric))))
    assert finding.severity == "error"
    assert finding.message.endswith("there are no data, and the policy never acts")


def test_metrics_of_other_services_are_left_alone() -> None:
    assert found_in(template(real_time(), alarm("Sold", of_variant("Main"), Namespace="Shop"))) == []
