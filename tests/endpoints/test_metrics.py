"""Each metric as it stands in a template, against what AWS's pages say of it."""

import inspect
from typing import Any

import pytest
from aws_cdk import App, Duration, Environment, Size, Stack, Token
from aws_cdk import aws_cloudwatch as cloudwatch

from sagewire import (
    AsyncEndpoint,
    ComputeRequirements,
    InferenceComponent,
    InferenceComponentEndpoint,
    Model,
    ProductionVariant,
    RealTimeEndpoint,
)
from sagewire.endpoints import kind as kinds
from sagewire.published_metrics import METRICS, published_by
from tests.endpoints.monitored import PUBLISHERS, asynchronous, real_time, serverless
from tests.templates import only, resources

INVOCATIONS, INSTANCES, COPIES = "AWS/SageMaker", "/aws/sagemaker/Endpoints", "/aws/sagemaker/InferenceComponents"
VARIANT = {"EndpointName": "ranking", "VariantName": "AllTraffic"}
QUEUE = {"EndpointName": "ranking"}
COMPONENT = {"InferenceComponentName": "ranking"}

# Publisher -> method -> namespace, metric, statistic, dimensions, unit; from
# https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html, async-inference-monitor.html and
# serverless-endpoints-monitoring.html of that guide.
Row = tuple[str, str, str, dict[str, str], str | None]
RESPONSES: dict[str, Row] = {
    "metric_invocation_4xx_errors": (INVOCATIONS, "Invocation4XXErrors", "Sum", VARIANT, "None"),
    "metric_invocation_5xx_errors": (INVOCATIONS, "Invocation5XXErrors", "Sum", VARIANT, "None"),
    "metric_model_latency": (INVOCATIONS, "ModelLatency", "Average", VARIANT, "Microseconds"),
}
INVOKED: dict[str, Row] = {
    **RESPONSES,
    "metric_invocations": (INVOCATIONS, "Invocations", "Sum", VARIANT, "None"),
    "metric_overhead_latency": (INVOCATIONS, "OverheadLatency", "Average", VARIANT, "Microseconds"),
}
HOSTED: dict[str, Row] = {
    "metric_cpu_utilization": (INSTANCES, "CPUUtilization", "Average", VARIANT, "Percent"),
    "metric_memory_utilization": (INSTANCES, "MemoryUtilization", "Average", VARIANT, "Percent"),
    "metric_disk_utilization": (INSTANCES, "DiskUtilization", "Average", VARIANT, "Percent"),
    "metric_gpu_utilization": (INSTANCES, "GPUUtilization", "Average", VARIANT, "Percent"),
    "metric_gpu_memory_utilization": (INSTANCES, "GPUMemoryUtilization", "Average", VARIANT, "Percent"),
}
PROVISIONED = "ServerlessProvisionedConcurrency"
EXPECTED: dict[str, dict[str, Row]] = {
    "RealTime": {
        **INVOKED,
        **HOSTED,
        "metric_model_errors": (INVOCATIONS, "InvocationModelErrors", "Sum", VARIANT, "None"),
        "metric_invocations_per_instance": (INVOCATIONS, "InvocationsPerInstance", "Sum", VARIANT, "None"),
        "metric_concurrent_requests_per_model": (INVOCATIONS, "ConcurrentRequestsPerModel", "Maximum", VARIANT, None),
    },
    "Serverless": {
        **INVOKED,
        "metric_model_setup_time": (INVOCATIONS, "ModelSetupTime", "Average", VARIANT, "Microseconds"),
        "metric_memory_utilization": HOSTED["metric_memory_utilization"],
        "metric_concurrent_executions_utilization": (
            INVOCATIONS,
            "ServerlessConcurrentExecutionsUtilization",
            "Maximum",
            VARIANT,
            "None",
        ),
        "metric_provisioned_concurrency_utilization": (
            INVOCATIONS,
            f"{PROVISIONED}Utilization",
            "Maximum",
            VARIANT,
            "None",
        ),
        "metric_provisioned_concurrency_executions": (
            INVOCATIONS,
            f"{PROVISIONED}Executions",
            "Maximum",
            VARIANT,
            "Count",
        ),
        "metric_provisioned_concurrency_invocations": (
            INVOCATIONS,
            f"{PROVISIONED}Invocations",
            "Sum",
            VARIANT,
            "Count",
        ),
        "metric_provisioned_concurrency_spillover_invocations": (
            INVOCATIONS,
            f"{PROVISIONED}SpilloverInvocations",
            "Sum",
            VARIANT,
            "Count",
        ),
    },
    "Asynchronous": {
        **RESPONSES,
        **HOSTED,
        "metric_approximate_backlog_size": (INVOCATIONS, "ApproximateBacklogSize", "Maximum", QUEUE, "Count"),
        "metric_approximate_backlog_size_per_instance": (
            INVOCATIONS,
            "ApproximateBacklogSizePerInstance",
            "Average",
            QUEUE,
            "Count",
        ),
        "metric_approximate_age_of_oldest_request": (
            INVOCATIONS,
            "ApproximateAgeOfOldestRequest",
            "Maximum",
            QUEUE,
            "Seconds",
        ),
        "metric_has_backlog_without_capacity": (INVOCATIONS, "HasBacklogWithoutCapacity", "Maximum", QUEUE, None),
        "metric_invocations_processed": (INVOCATIONS, "InvocationsProcessed", "Sum", VARIANT, "Count"),
        "metric_invocation_failures": (INVOCATIONS, "InvocationFailures", "Sum", VARIANT, "Count"),
        "metric_expired_requests": (INVOCATIONS, "ExpiredRequests", "Sum", VARIANT, "Count"),
        "metric_request_download_failures": (INVOCATIONS, "RequestDownloadFailures", "Sum", VARIANT, "Count"),
        "metric_response_upload_failures": (INVOCATIONS, "ResponseUploadFailures", "Sum", VARIANT, "Count"),
        "metric_notification_failures": (INVOCATIONS, "NotificationFailures", "Sum", VARIANT, "Count"),
        "metric_request_download_latency": (INVOCATIONS, "RequestDownloadLatency", "Average", VARIANT, "Microseconds"),
        "metric_response_upload_latency": (INVOCATIONS, "ResponseUploadLatency", "Average", VARIANT, "Microseconds"),
        "metric_time_in_backlog": (INVOCATIONS, "TimeInBacklog", "Average", VARIANT, "Microseconds"),
        "metric_total_processing_time": (INVOCATIONS, "TotalProcessingTime", "Average", VARIANT, "Milliseconds"),
    },
    "Component": {
        **HOSTED,
        "metric_cpu_utilization_normalized": (INSTANCES, "CPUUtilizationNormalized", "Average", VARIANT, "Percent"),
        "metric_gpu_utilization_normalized": (INSTANCES, "GPUUtilizationNormalized", "Average", VARIANT, "Percent"),
        "metric_gpu_memory_utilization_normalized": (
            INSTANCES,
            "GPUMemoryUtilizationNormalized",
            "Average",
            VARIANT,
            "Percent",
        ),
        "metric_cpu_reservation": (INSTANCES, "CPUReservation", "Average", VARIANT, "Percent"),
        "metric_gpu_reservation": (INSTANCES, "GPUReservation", "Average", VARIANT, "Percent"),
        "metric_memory_reservation": (INSTANCES, "MemoryReservation", "Average", VARIANT, "Percent"),
    },
    "InferenceComponent": {
        **{method: (place, name, how, COMPONENT, unit) for method, (place, name, how, _, unit) in INVOKED.items()},
        "metric_model_errors": (INVOCATIONS, "InvocationModelErrors", "Sum", COMPONENT, "None"),
        "metric_invocations_per_copy": (INVOCATIONS, "InvocationsPerCopy", "Sum", COMPONENT, None),
        "metric_concurrent_requests_per_copy": (INVOCATIONS, "ConcurrentRequestsPerCopy", "Maximum", COMPONENT, None),
        "metric_no_capacity_invocation_failures": (INVOCATIONS, "NoCapacityInvocationFailures", "Sum", COMPONENT, None),
        "metric_cpu_utilization_normalized": (COPIES, "CPUUtilizationNormalized", "Average", COMPONENT, None),
        "metric_memory_utilization_normalized": (COPIES, "MemoryUtilizationNormalized", "Average", COMPONENT, None),
        "metric_gpu_utilization_normalized": (COPIES, "GPUUtilizationNormalized", "Average", COMPONENT, None),
        "metric_gpu_memory_utilization_normalized": (
            COPIES,
            "GPUMemoryUtilizationNormalized",
            "Average",
            COMPONENT,
            None,
        ),
    },
}
# Each publisher has these by name only: they are of multi-model endpoints and of streams.
BY_NAME = {
    "RealTime": {
        "FirstChunkLatency",
        "LoadedModelCount",
        "MidStreamErrors",
        "ModelCacheHit",
        "ModelDownloadingTime",
        "ModelLoadingTime",
        "ModelLoadingWaitTime",
        "ModelUnloadingTime",
    }
}


def alarm_on(stack: Stack, metric: cloudwatch.Metric) -> dict[str, Any]:
    """The properties of an alarm on the metric."""
    cloudwatch.Alarm(stack, "Alarm", metric=metric, threshold=1, evaluation_periods=1)
    return only(stack, "AWS::CloudWatch::Alarm")


def dimensions(alarm: dict[str, Any]) -> dict[str, Any]:
    return {dimension["Name"]: dimension["Value"] for dimension in alarm["Dimensions"]}


def identity(metric: cloudwatch.Metric) -> tuple[object, ...]:
    return metric.namespace, metric.metric_name, metric.statistic, metric.dimensions


@pytest.mark.parametrize(
    ("publisher", "method"), [(publisher, method) for publisher in EXPECTED for method in EXPECTED[publisher]]
)
def test_each_metric_is_looked_for_where_it_is_published(stack: Stack, publisher: str, method: str) -> None:
    """A metric with a dimension more or less, or of another namespace, is another one, which has no data.

    This is pitfall 15 for the queue of an asynchronous endpoint, whose metrics carry the endpoint alone.
    """
    alarm = alarm_on(stack, getattr(PUBLISHERS[publisher](stack), method)())
    namespace, name, statistic, where, _ = EXPECTED[publisher][method]
    assert (alarm["Namespace"], alarm["MetricName"], alarm["Statistic"]) == (namespace, name, statistic)
    assert dimensions(alarm) == where
    # AWS's advice: with a unit that is not the published one, an alarm has no data.
    assert "Unit" not in alarm


@pytest.mark.parametrize("publisher", EXPECTED)
def test_the_table_has_the_units_of_the_guide(publisher: str) -> None:
    units = {name: unit for _, name, _, _, unit in EXPECTED[publisher].values()}
    published = published_by(publisher)
    assert {name: published[name].unit for name in units} == units


@pytest.mark.parametrize("publisher", EXPECTED)
def test_every_published_metric_has_a_method(stack: Stack, publisher: str) -> None:
    """And every method is in this test's own table."""
    monitored = PUBLISHERS[publisher](stack)
    methods = {name for name, _ in inspect.getmembers(type(monitored)) if name.startswith("metric_")}
    assert methods - {"metric_source"} == set(EXPECTED[publisher])
    named = {row[1] for row in EXPECTED[publisher].values()}
    assert set(published_by(publisher)) - named == BY_NAME.get(publisher, set())


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_a_metric_by_its_name_is_the_one_of_the_method(stack: Stack, publisher: str) -> None:
    monitored = PUBLISHERS[publisher](stack)
    for method, (_, name, *_) in EXPECTED[publisher].items():
        by_name, by_method = monitored.metric(name), getattr(monitored, method)()
        assert identity(by_name) == identity(by_method)


def test_every_row_of_the_table_has_a_publisher_that_exists() -> None:
    labels = {kind.label for kind in vars(kinds).values() if isinstance(kind, kinds.EndpointKind)}
    assert {publisher for metric in METRICS for publisher in metric.publishers} == {*labels, "InferenceComponent"}


REFUSED: dict[tuple[str, str], str] = {
    ("Asynchronous", "Invocations"): "never published by an asynchronous endpoint.*take InvocationsProcessed",
    ("Asynchronous", "InvocationsPerInstance"): "take ApproximateBacklogSizePerInstance .*async-inference-monitor",
    ("Asynchronous", "OverheadLatency"): "take TotalProcessingTime",
    ("Asynchronous", "InvocationModelErrors"): "take InvocationFailures",
    ("Asynchronous", "InvocationsProcesssed"): r"take InvocationsProcessed \(",
    ("Serverless", "CPUUtilization"): "never published by a serverless endpoint.*take ServerlessConcurrentExecutions",
    ("Serverless", "InvocationModelErrors"): "take Invocation5XXErrors .*serverless-endpoints-monitoring",
    ("Serverless", "DiskUtilization"): "published are Invocation4XXErrors, ",
    ("RealTime", "ModelSetupTime"): "never published by a real-time endpoint.*published are CPUUtilization, ",
    ("Component", "Invocations"): "take Invocations of its inference components",
    ("InferenceComponent", "InvocationsPerInstance"): "never published by an inference component.*InvocationsPerCopy",
}


@pytest.mark.parametrize(("publisher", "name"), REFUSED)
def test_what_a_kind_never_publishes_is_refused(stack: Stack, publisher: str, name: str) -> None:
    """Pitfall 14 for an asynchronous endpoint: an alarm on what it does not publish would stay silent for ever."""
    with pytest.raises(ValueError, match=f"metric '{name}' is .*{REFUSED[publisher, name]}"):
        PUBLISHERS[publisher](stack).metric(name)


def test_an_asynchronous_endpoint_has_no_method_for_what_it_does_not_publish() -> None:
    """Pitfall 14."""
    for method in ("metric_invocations", "metric_invocations_per_instance", "metric_overhead_latency"):
        assert not hasattr(AsyncEndpoint, method)


def test_the_variant_must_be_named_where_there_are_several(stack: Stack) -> None:
    endpoint = real_time(stack, ["champion", "challenger"])
    with pytest.raises(ValueError, match="variant_name is missing; name one of this endpoint's: champion, challenger"):
        endpoint.metric_invocations()
    alarm = alarm_on(stack, endpoint.metric_invocations(variant_name="challenger"))
    assert dimensions(alarm) == {"EndpointName": "ranking", "VariantName": "challenger"}


def test_a_variant_that_is_not_there_is_refused(stack: Stack) -> None:
    with pytest.raises(ValueError, match="variant_name is 'canary'; allowed are AllTraffic"):
        real_time(stack).metric_invocations(variant_name="canary")


def test_a_variant_that_is_known_at_deployment_only_is_let_through(stack: Stack) -> None:
    name = Token.as_string({"Ref": "Variant"})
    alarm = alarm_on(stack, real_time(stack).metric_invocations(variant_name=name))
    assert dimensions(alarm)["VariantName"] == {"Ref": "Variant"}


def test_the_queue_takes_no_variant(stack: Stack) -> None:
    """Pitfall 15."""
    with pytest.raises(ValueError, match="ApproximateBacklogSize has the dimension EndpointName only"):
        asynchronous(stack).metric("ApproximateBacklogSize", variant_name="AllTraffic")


def test_the_queue_is_that_of_all_variants(stack: Stack) -> None:
    metric = asynchronous(stack, ["a", "b"]).metric_approximate_backlog_size()
    assert metric.dimensions == {"EndpointName": "ranking"}


def test_options_are_those_of_cdk(stack: Stack) -> None:
    metric = serverless(stack).metric_model_latency(
        statistic="p99",
        period=Duration.minutes(1),
        label="p99",
        color="#ff0000",
        unit=cloudwatch.Unit.MICROSECONDS,
    )
    assert (metric.label, metric.color) == ("p99", "#ff0000")
    alarm = alarm_on(stack, metric.with_(label=None))
    (query,) = alarm["Metrics"]
    assert query["MetricStat"]["Stat"] == "p99"
    assert query["MetricStat"]["Period"] == 60
    assert query["MetricStat"]["Unit"] == "Microseconds"


def test_an_endpoint_elsewhere_is_looked_at_there(stack: Stack) -> None:
    """An endpoint of another account and region has its metrics there."""
    elsewhere = real_time(stack, account="111122223333", region="eu-west-1")
    metric = elsewhere.metric_invocations()
    assert (metric.account, metric.region) == ("111122223333", "eu-west-1")
    assert elsewhere.metric_invocations(region="us-east-1").region == "us-east-1"


@pytest.mark.parametrize("env", ["stack", "regional_stack"])
def test_an_endpoint_here_names_neither_account_nor_region(request: pytest.FixtureRequest, env: str) -> None:
    here: Stack = request.getfixturevalue(env)
    alarm = alarm_on(here, real_time(here).metric_invocations())
    assert alarm["MetricName"] == "Invocations"
    assert "Metrics" not in alarm


def test_what_is_known_at_deployment_only_is_left_to_the_stack_that_looks(stack: Stack, app: App) -> None:
    """Another stack's AWS::Region would be its own, written out in each of its alarms."""
    other = Stack(app, "Other", env=Environment(account="123456789012", region="eu-west-1"))
    assert "Metrics" not in alarm_on(other, real_time(stack).metric_invocations())


def test_an_endpoint_that_is_made_here_is_named_by_reference(stack: Stack, model: Model) -> None:
    endpoint = RealTimeEndpoint(stack, "E", model=model, instance_type="ml.c7i.large")
    alarm = alarm_on(stack, endpoint.metric_model_errors())
    (resource,) = resources(stack, "AWS::SageMaker::Endpoint")
    assert dimensions(alarm) == {
        "EndpointName": {"Fn::GetAtt": [resource, "EndpointName"]},
        "VariantName": "AllTraffic",
    }


def test_a_period_is_one_that_cloudwatch_sums_up(stack: Stack) -> None:
    endpoint = RealTimeEndpoint.from_endpoint_name(stack, "E", "ranking")
    assert endpoint.metric("Invocations", period=Duration.seconds(10)).period.to_seconds() == 10
    with pytest.raises(ValueError, match="^period is 66 s; allowed are 10 s, 30 s and whole minutes"):
        endpoint.metric("Invocations", period=Duration.seconds(66))


def test_a_shadow_is_looked_at_when_it_is_named(stack: Stack, model: Model) -> None:
    shadow = ProductionVariant(model=model, instance_type="ml.c7i.large", variant_name="shadow")
    endpoint = RealTimeEndpoint(stack, "E", model=model, instance_type="ml.c7i.large", shadow=shadow)
    assert endpoint.metric_invocations().dimensions == {**VARIANT, "EndpointName": endpoint.endpoint_name}
    assert endpoint.metric_invocations(variant_name="shadow").dimensions == {
        "EndpointName": endpoint.endpoint_name,
        "VariantName": "shadow",
    }


def test_a_component_that_is_made_here_is_named_as_its_resource_is(stack: Stack, model: Model) -> None:
    host = InferenceComponentEndpoint(stack, "Host", instance_type="ml.g5.2xlarge")
    needs = ComputeRequirements(memory=Size.gibibytes(4))
    component = InferenceComponent(stack, "C", endpoint=host, model=model, requirements=needs)
    alarm = alarm_on(stack, component.metric_no_capacity_invocation_failures())
    assert set(dimensions(alarm)) == {"InferenceComponentName"}
    name = only(stack, "AWS::SageMaker::InferenceComponent")["InferenceComponentName"]
    assert dimensions(alarm)["InferenceComponentName"] == name
