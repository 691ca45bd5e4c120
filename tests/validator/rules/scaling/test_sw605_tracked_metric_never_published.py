"""Scaling by a metric that nobody publishes."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw605_tracked_metric_never_published import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import ENDPOINT_DIMENSIONS, customized, listed, scaled, tracking
from sagewire.validator.samples.serving import asynchronous, real_time
from tests.validator.judging import found_in, only_finding

INSTANCES = "/aws/sagemaker/Endpoints"


def asynchronous_by(metric: dict[str, Any]) -> dict[str, Any]:
    return template(asynchronous(), scaled(policy=tracking(customized=metric, value=500)))


def real_time_by(metric: dict[str, Any]) -> dict[str, Any]:
    return template(real_time(), scaled(policy=tracking(customized=metric, value=500)))


@pytest.mark.parametrize("name", ["Invocations", "OverheadLatency", "NoSuchMetric"])
def test_the_list_of_an_asynchronous_endpoint_is_exhaustive(name: str) -> None:
    finding = only_finding(RULE, asynchronous_by(customized(name)))
    assert finding.found == name
    assert "an asynchronous endpoint never publishes" in finding.message
    assert finding.severity == "error"


def test_a_real_time_endpoint_may_publish_what_is_new() -> None:
    assert found_in(real_time_by(customized("NoSuchMetric"))) == []


def test_a_real_time_endpoint_hardly_publishes_what_others_do() -> None:
    assert only_finding(RULE, real_time_by(customized("ApproximateBacklogSize"))).severity == "warning"


def test_a_metric_is_published_in_one_namespace() -> None:
    backlog = customized("ApproximateBacklogSizePerInstance", ENDPOINT_DIMENSIONS, namespace=INSTANCES)
    finding = only_finding(RULE, asynchronous_by(backlog))
    assert finding.fix == "This one has no data; its namespace is AWS/SageMaker."


def test_of_the_metrics_that_there_are_the_nearest_are_named() -> None:
    fix = only_finding(RULE, asynchronous_by(customized("InvocationsFailed"))).fix
    assert fix.startswith("This one has no data; by name the nearest are InvocationFailures, InvocationsProcessed, ")
    assert fix.endswith(
        ", and https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html has all of them."
    )
    assert fix.count(", ") == 3


def test_a_name_that_is_mistyped_is_no_new_one() -> None:
    finding = only_finding(RULE, real_time_by(customized("InvocationPerInstance")))
    assert (finding.severity, finding.fix) == ("warning", "This one has no data; take InvocationsPerInstance.")


def test_names_are_told_apart_by_case() -> None:
    assert found_in(real_time_by(customized("invocations"))) == [RULE.id]


def test_the_metrics_of_a_calculation_are_looked_at_too() -> None:
    metric = {"Namespace": "AWS/SageMaker", "MetricName": "Invocations", "Dimensions": listed(ENDPOINT_DIMENSIONS)}
    queries = [{"Id": "m", "MetricStat": {"Metric": metric, "Stat": "Sum"}}, {"Id": "e", "Expression": "m / 2"}]
    finding = only_finding(RULE, asynchronous_by({"Metrics": queries}))
    assert finding.property.endswith("CustomizedMetricSpecification/Metrics/0/MetricStat/Metric/MetricName")


def test_metrics_of_other_services_are_left_alone() -> None:
    assert found_in(asynchronous_by(customized("Waiting", {}, namespace="Shop"))) == []


def test_an_endpoint_with_enhanced_metrics_may_publish_more() -> None:
    on_gpus = {"InstanceType": "ml.g5.xlarge"}
    enhanced = real_time(variant=on_gpus, MetricsConfig={"EnableEnhancedMetrics": True})
    tracked = tracking(customized=customized("GPUUtilizationNormalized", namespace=INSTANCES), value=70)
    assert found_in(template(enhanced, scaled(policy=tracked))) == []
    assert found_in(template(real_time(variant=on_gpus), scaled(policy=tracked))) == [RULE.id]
