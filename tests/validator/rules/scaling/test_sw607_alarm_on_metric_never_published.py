"""An alarm on a metric that nobody publishes."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw607_alarm_on_metric_never_published import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import (
    COMPONENT_DIMENSIONS,
    ENDPOINT_DIMENSIONS,
    VARIANT_DIMENSIONS,
    alarm,
    listed,
)
from sagewire.validator.samples.serving import asynchronous, component, component_host, real_time, serverless
from tests.validator.judging import found_in, only_finding


def test_an_asynchronous_endpoint_counts_failures_and_no_model_errors() -> None:
    finding = only_finding(RULE, template(asynchronous(), alarm("InvocationModelErrors")))
    assert (finding.found, finding.property) == ("InvocationModelErrors", "Properties/MetricName")
    assert finding.fix == "This one has no data; take InvocationFailures."


def test_a_serverless_endpoint_has_no_processors() -> None:
    assert found_in(template(serverless(), alarm("CPUUtilization", Namespace="/aws/sagemaker/Endpoints"))) == [RULE.id]


def test_a_component_has_no_instances() -> None:
    watched = alarm("InvocationsPerInstance", COMPONENT_DIMENSIONS)
    assert found_in(template(component_host(), component(), watched)) == [RULE.id]


def test_what_an_endpoint_of_components_publishes_itself_is_not_known() -> None:
    assert found_in(template(component_host(), component(), alarm("Invocations"))) == []
    queue = alarm("ApproximateBacklogSize", ENDPOINT_DIMENSIONS)
    assert found_in(template(component_host(), component(), queue)) == [RULE.id]


@pytest.mark.parametrize("name", ["Invocation5XXErrors", "ModelLatency", "InvocationModelErrors"])
def test_what_is_published_can_be_watched(name: str) -> None:
    assert found_in(template(real_time(), alarm(name, Threshold=2_000_000, Statistic="Sum"))) == []


def test_nobody_publishes_processors_among_the_invocations() -> None:
    dimensions = {"EndpointName": "elsewhere", "VariantName": "Main"}
    finding = only_finding(RULE, template(real_time(), alarm("CPUUtilization", dimensions, Threshold=50)))
    assert finding.message.startswith("watches CPUUtilization of AWS/SageMaker, which SageMaker never publishes")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("4XXError", "Invocation4XXErrors"),
        ("5XXError", "Invocation5XXErrors"),
        ("4xxErrors", "Invocation4XXErrors"),
        ("5XXErrors", "Invocation5XXErrors"),
        ("ModelErrors", "InvocationModelErrors"),
        ("Latency", "ModelLatency"),
    ],
)
def test_what_others_call_so_is_not_published_here(name: str, meant: str) -> None:
    finding = only_finding(RULE, template(real_time(), alarm(name)))
    assert finding.fix == f"This one has no data; take {meant}."
    elsewhere = alarm(name, {"EndpointName": "elsewhere", "VariantName": "Main"})
    assert found_in(template(real_time(), elsewhere)) == [RULE.id]
    assert found_in(template(real_time(), alarm(name, Namespace="/aws/sagemaker/Endpoints"))) == []
    assert found_in(template(real_time(), alarm(name, Namespace="AWS/ApiGateway"))) == []


def test_where_the_other_one_is_not_published_either_nothing_is_said() -> None:
    assert found_in(template(component_host(), component(), alarm("Latency"))) == []


def test_an_endpoint_of_elsewhere_may_be_of_any_kind() -> None:
    dimensions = {"EndpointName": "elsewhere", "VariantName": "Main"}
    assert found_in(template(asynchronous(), alarm("InvocationModelErrors", dimensions))) == []


def test_the_metrics_of_a_calculation_are_looked_at_too() -> None:
    def query(id: str, name: str) -> dict[str, Any]:
        metric = {"Namespace": "AWS/SageMaker", "MetricName": name, "Dimensions": listed(VARIANT_DIMENSIONS)}
        return {"Id": id, "MetricStat": {"Metric": metric, "Stat": "Sum", "Period": 60}}

    calculated = {"Id": "share", "Expression": "failed / all"}
    queries = [calculated, query("failed", "InvocationFailures"), query("all", "Invocations")]
    own: dict[str, Any] = dict.fromkeys(("MetricName", "Namespace", "Dimensions", "Statistic", "Period"))
    watched = alarm("", Metrics=queries, **own)
    finding = only_finding(RULE, template(asynchronous(), watched))
    assert finding.property == "Properties/Metrics/2/MetricStat/Metric/MetricName"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Invocations5XXErrors", [RULE.id]),
        ("Invocation5xxErrors", [RULE.id]),
        ("Invocation5XXErrors", []),
        ("ModelLatencey", [RULE.id]),
        # As AWS may call a new one.
        ("ConcurrentRequestsPerInstance", []),
        ("CPUUtilisation", []),
    ],
)
@pytest.mark.parametrize("endpoint", [None, "elsewhere"])
def test_a_name_that_is_mistyped_is_no_new_one(name: str, found: list[str], endpoint: str | None) -> None:
    dimensions = {"EndpointName": endpoint, "VariantName": "Main"} if endpoint else None
    watched = alarm(name, dimensions, Threshold=2_000_000, Statistic="Sum")
    assert found_in(template(real_time(), watched)) == found


def test_a_mistyped_name_is_set_right() -> None:
    finding = only_finding(RULE, template(real_time(), alarm("Invocations5XXErrors")))
    assert finding.fix == "This one has no data; take Invocation5XXErrors."


def test_a_metric_of_processors_is_mistyped_in_its_own_namespace() -> None:
    watched = alarm("CPUUtilisation", Namespace="/aws/sagemaker/Endpoints")
    assert found_in(template(real_time(), watched)) == [RULE.id]


def test_of_an_endpoint_with_enhanced_metrics_no_name_is_mistyped() -> None:
    enhanced = real_time(MetricsConfig={"EnableEnhancedMetrics": True})
    assert found_in(template(enhanced, alarm("Invocations5XXErrors"))) == []
