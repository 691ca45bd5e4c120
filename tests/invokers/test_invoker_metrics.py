"""The metrics of a function: the names that the function writes, with their dimension."""

import pytest
from aws_cdk import Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch

from inference.embedded_metrics import UNITS
from sagewire import LambdaInvoker, Model, RealTimeEndpoint
from sagewire.invokers.metrics import METRICS
from tests.models import IMAGE
from tests.templates import only, resources


@pytest.fixture
def invoker(stack: Stack) -> LambdaInvoker:
    model = Model(stack, "Model", image=IMAGE)
    return LambdaInvoker(
        stack, "Invoker", endpoint=RealTimeEndpoint(stack, "Endpoint", model=model, instance_type="ml.c7i.large")
    )


def test_the_function_is_told_the_namespace(stack: Stack, invoker: LambdaInvoker) -> None:
    variables = only(stack, "AWS::Lambda::Function")["Environment"]["Variables"]
    assert variables["SAGEWIRE_METRIC_NAMESPACE"] == invoker.metric_invocations().namespace == "Sagewire"


def test_each_metric_is_one_that_the_function_writes() -> None:
    assert {name: metric.unit for name, metric in METRICS.items()} == UNITS


def test_each_metric_has_a_method(invoker: LambdaInvoker) -> None:
    made = [
        invoker.metric_invocations(),
        invoker.metric_failures(),
        invoker.metric_attempts(),
        invoker.metric_latency(),
    ]
    assert [(metric.metric_name, metric.statistic) for metric in made] == [
        ("Invocations", "Sum"),
        ("Failures", "Sum"),
        ("Attempts", "Sum"),
        ("Latency", "Average"),
    ]


def test_an_alarm_looks_at_the_endpoints_dimension(stack: Stack, invoker: LambdaInvoker) -> None:
    cloudwatch.Alarm(
        stack,
        "Slow",
        metric=invoker.metric_latency(statistic="p99", period=Duration.minutes(1)),
        threshold=500,
        evaluation_periods=3,
    )
    alarm = only(stack, "AWS::CloudWatch::Alarm")
    (endpoint,) = resources(stack, "AWS::SageMaker::Endpoint")
    assert alarm["Dimensions"] == [{"Name": "Endpoint", "Value": {"Fn::GetAtt": [endpoint, "EndpointName"]}}]
    assert (alarm["Namespace"], alarm["MetricName"], alarm["Period"]) == ("Sagewire", "Latency", 60)
    assert alarm["ExtendedStatistic"] == "p99"


def test_a_metric_that_is_never_published(invoker: LambdaInvoker) -> None:
    with pytest.raises(ValueError, match="^metric 'Errors' is never published by a LambdaInvoker, .* published are"):
        invoker.metric("Errors")
    with pytest.raises(ValueError, match="^period is 90 s; allowed are"):
        invoker.metric_latency(period=Duration.seconds(90))
