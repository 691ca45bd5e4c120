"""A predefined metric that belongs to another kind of capacity."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw604_predefined_metric_of_another_kind import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import COMPONENT_TARGET, PROVISIONED_TARGET, scaled, target, tracking
from sagewire.validator.samples.serving import asynchronous, component, component_host, real_time, serverless
from sagewire.validator.severity import Severity
from tests.validator.judging import findings_of, found_in, only_finding

PER_INSTANCE = "SageMakerVariantInvocationsPerInstance"
CONCURRENT = "SageMakerVariantConcurrentRequestsPerModelHighResolution"
PROVISIONED = "SageMakerVariantProvisionedConcurrencyUtilization"
PER_COPY = "SageMakerInferenceComponentInvocationsPerCopy"


def real(metric: Any) -> dict[str, Any]:
    return template(real_time(), scaled(policy=tracking(metric, value=0.5)))


def provisioned(metric: str) -> dict[str, Any]:
    made = serverless(settings={"ProvisionedConcurrency": 2})
    return template(made, target(**PROVISIONED_TARGET), tracking(metric, value=0.5))


def copies(metric: str) -> dict[str, Any]:
    bounds = {**COMPONENT_TARGET, "MinCapacity": 1}
    return template(component_host(), component(), target(**bounds), tracking(metric, value=0.5))


def test_an_asynchronous_endpoint_does_not_count_invocations_per_instance() -> None:
    finding = only_finding(RULE, template(asynchronous(), scaled(policy=tracking(PER_INSTANCE))))
    assert finding.found == PER_INSTANCE
    assert finding.property.endswith("PredefinedMetricSpecification/PredefinedMetricType")
    assert "ApproximateBacklogSizePerInstance" in finding.fix


@pytest.mark.parametrize("template", [real(PROVISIONED), real(PER_COPY), provisioned(PER_INSTANCE), copies(CONCURRENT)])
def test_each_kind_has_its_own(template: dict[str, Any]) -> None:
    assert found_in(template) == [RULE.id]


@pytest.mark.parametrize("template", [real(PER_INSTANCE), real(CONCURRENT), provisioned(PROVISIONED), copies(PER_COPY)])
def test_a_metric_of_its_own_kind_is_sound(template: dict[str, Any]) -> None:
    assert found_in(template) == []


def test_a_metric_that_its_dimension_may_track_never_acts() -> None:
    finding = only_finding(RULE, template(asynchronous(), scaled(policy=tracking(PER_INSTANCE))))
    assert finding.message.endswith("which an asynchronous endpoint does not have: the policy never acts")


@pytest.mark.parametrize("template", [real(PROVISIONED), real(PER_COPY), provisioned(PER_INSTANCE), copies(CONCURRENT)])
def test_a_metric_of_another_dimension_is_refused(template: dict[str, Any]) -> None:
    (finding,) = findings_of(RULE, template)
    assert finding.message.endswith("does not have: Application Auto Scaling refuses the policy")
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize(
    "metric",
    [
        "ECSServiceAverageCPUUtilization",
        "SagemakerVariantInvocationsPerInstance",
        "SageMakerVariantInvocationPerInstance",
        "SageMakerVariantInvocationsPerInstances",
    ],
)
def test_a_metric_of_another_service_or_a_mistyped_one_is_refused(metric: str) -> None:
    finding = only_finding(RULE, real(metric))
    assert finding.message.endswith("does not have: Application Auto Scaling refuses the policy")
    assert finding.severity is Severity.ERROR
    assert PER_INSTANCE in finding.fix


@pytest.mark.parametrize(
    "metric",
    ["SageMakerVariantCPUUtilization", "SageMakerVariantTokensPerInstance", CONCURRENT.removesuffix("HighResolution")],
)
def test_a_metric_that_may_be_newer_than_this_is_a_warning(metric: str) -> None:
    finding = only_finding(RULE, real(metric))
    assert finding.severity is Severity.WARNING
    assert "refuses the policy unless it is a new one" in finding.message


def test_a_dimension_is_enough_to_tell() -> None:
    elsewhere = scaled(ResourceId="endpoint/elsewhere/variant/Main", policy=tracking(PER_COPY))
    assert RULE.id in found_in(template(real_time(), elsewhere))


def test_an_endpoint_of_elsewhere_may_count_invocations() -> None:
    elsewhere = scaled(ResourceId="endpoint/elsewhere/variant/Main", policy=tracking(PER_INSTANCE))
    assert RULE.id not in found_in(template(asynchronous(), elsewhere))


def test_a_dimension_of_another_kind_is_told_of_once() -> None:
    assert found_in(template(serverless(), target(), tracking())) == ["SW614"]
