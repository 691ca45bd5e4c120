"""The alarms that fit each kind, with thresholds in the unit of what they look at."""

import inspect
import math
from typing import Any

import pytest
from aws_cdk import App, Duration, Environment, Stack, Token
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns

from sagewire.endpoints import alarms as module
from sagewire.published_metrics import published_by
from tests.endpoints.monitored import PUBLISHERS, asynchronous, real_time, serverless
from tests.templates import only, resources


def made(stack: Stack) -> dict[str, tuple[str, Any]]:
    """Each alarm's statistic and threshold, by its metric."""
    found = [alarm["Properties"] for alarm in resources(stack, "AWS::CloudWatch::Alarm").values()]
    return {
        alarm["MetricName"]: (alarm.get("Statistic") or alarm["ExtendedStatistic"], alarm["Threshold"])
        for alarm in found
    }


DEFAULTS: dict[str, dict[str, tuple[str, float]]] = {
    "RealTime": {
        "InvocationModelErrors": ("Sum", 5),
        "ModelLatency": ("p99", 45_000_000),
        "MemoryUtilization": ("Maximum", 90),
        "DiskUtilization": ("Maximum", 90),
    },
    "Serverless": {
        "Invocation5XXErrors": ("Sum", 5),
        "ModelLatency": ("p99", 45_000_000),
        "MemoryUtilization": ("Maximum", 90),
        "ServerlessConcurrentExecutionsUtilization": ("Maximum", 0.9),
    },
    "Asynchronous": {
        "InvocationFailures": ("Sum", 1),
        "ExpiredRequests": ("Sum", 1),
        "ApproximateAgeOfOldestRequest": ("Maximum", 3600),
        "MemoryUtilization": ("Maximum", 90),
        "DiskUtilization": ("Maximum", 90),
    },
    "Component": {"MemoryUtilization": ("Maximum", 90), "DiskUtilization": ("Maximum", 90)},
    "InferenceComponent": {"InvocationModelErrors": ("Sum", 5), "ModelLatency": ("p99", 45_000_000)},
}


@pytest.mark.parametrize("publisher", DEFAULTS)
def test_the_alarms_that_a_kind_has_unless_told_otherwise(stack: Stack, publisher: str) -> None:
    """Pitfall 14: none is on what the kind does not publish."""
    PUBLISHERS[publisher](stack).add_alarms()
    assert made(stack) == DEFAULTS[publisher]
    assert set(made(stack)) <= set(published_by(publisher))


def test_an_alarm_in_full(stack: Stack) -> None:
    real_time(stack).add_alarms(
        model_errors=None,
        memory_utilization=None,
        disk_utilization=None,
        p99_latency=Duration.millis(750),
        period=Duration.minutes(1),
        evaluation_periods=5,
        datapoints_to_alarm=3,
    )
    alarm = only(stack, "AWS::CloudWatch::Alarm")
    assert "ModelLatency" in alarm.pop("AlarmDescription")
    assert alarm == {
        "Namespace": "AWS/SageMaker",
        "MetricName": "ModelLatency",
        "Dimensions": [
            {"Name": "EndpointName", "Value": "ranking"},
            {"Name": "VariantName", "Value": "AllTraffic"},
        ],
        "ExtendedStatistic": "p99",
        "Period": 60,
        "EvaluationPeriods": 5,
        "DatapointsToAlarm": 3,
        "Threshold": 750_000,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "TreatMissingData": "notBreaching",
    }


@pytest.mark.parametrize(
    ("argument", "metric", "threshold"),
    [
        ("p99_latency", "ModelLatency", 1_500_000),
        ("processing_time", "TotalProcessingTime", 1_500),
        ("backlog_age", "ApproximateAgeOfOldestRequest", 1.5),
    ],
)
def test_a_time_is_compared_in_the_metrics_own_unit(stack: Stack, argument: str, metric: str, threshold: float) -> None:
    """Pitfall 28: ModelLatency is in microseconds; TotalProcessingTime, of the same endpoint, in milliseconds."""
    asynchronous(stack).add_alarms(**{argument: Duration.millis(1500)})  # type: ignore[arg-type]
    assert made(stack)[metric][1] == threshold


def test_every_variant_has_its_own_alarms(stack: Stack) -> None:
    endpoint = real_time(stack, ["champion", Token.as_string({"Ref": "Challenger"})])
    alarms = endpoint.add_alarms(memory_utilization=None, disk_utilization=None, p99_latency=None)
    found = resources(stack, "AWS::CloudWatch::Alarm")
    assert len(alarms) == len(found) == 2
    variants = [alarm["Properties"]["Dimensions"][1]["Value"] for alarm in found.values()]
    assert variants == ["champion", {"Ref": "Challenger"}]


def test_the_queue_has_one_alarm_for_all_variants(stack: Stack) -> None:
    """Pitfall 15."""
    endpoint = asynchronous(stack, ["a", "b"])
    endpoint.add_alarms(invocation_failures=None, expired_requests=None, memory_utilization=None, disk_utilization=None)
    assert only(stack, "AWS::CloudWatch::Alarm")["Dimensions"] == [{"Name": "EndpointName", "Value": "ranking"}]


def test_each_alarm_acts(stack: Stack) -> None:
    topic = sns.Topic(stack, "OnCall")
    serverless(stack).add_alarms(actions=[actions.SnsAction(topic)])
    found = resources(stack, "AWS::CloudWatch::Alarm").values()
    assert [alarm["Properties"]["AlarmActions"] for alarm in found] == [
        [{"Ref": stack.get_logical_id(_cfn(topic))}]
    ] * 4


def _cfn(topic: sns.Topic) -> Any:
    return topic.node.default_child


def test_the_alarms_are_kept(stack: Stack) -> None:
    endpoint = real_time(stack)
    assert endpoint.alarms == ()
    first = endpoint.add_alarms()
    second = endpoint.add_alarms(id="Pages", model_errors=100, p99_latency=None)
    assert endpoint.alarms == (*first, *second)
    paths = {alarm.node.path for alarm in (*first, *second)}
    assert len(paths) == 7


def test_none_are_made_before_they_are_asked_for(stack: Stack) -> None:
    assert real_time(stack).node.children == []


def test_every_threshold_is_of_a_metric_that_someone_publishes() -> None:
    declared = set(inspect.get_annotations(module.AlarmThresholds))
    assert declared == set(module._WATCHES)
    published = {metric for publisher in PUBLISHERS for metric in published_by(publisher)}
    assert {watch.metric for watch in module._WATCHES.values()} <= published


REFUSED: dict[str, tuple[str, dict[str, Any], str]] = {
    "a backlog where there is none": (
        "RealTime",
        {"backlog_age": Duration.hours(1)},
        "backlog_age is given, but metric 'ApproximateAgeOfOldestRequest' is never published by a real-time endpoint",
    ),
    "model errors that are counted otherwise": (
        "Asynchronous",
        {"model_errors": 1},
        "model_errors is given, but metric 'InvocationModelErrors' is never published by an .*take InvocationFailures",
    ),
    "a CPU that is not shown": (
        "Serverless",
        {"cpu_utilization": 80},
        "cpu_utilization is given, but metric 'CPUUtilization' is never published by a serverless endpoint",
    ),
    "the latency of what runs elsewhere": (
        "Component",
        {"p99_latency": Duration.seconds(1)},
        "take ModelLatency of its inference components",
    ),
    "a latency without a unit": (
        "RealTime",
        {"p99_latency": 500},
        "p99_latency is 500; give a Duration, since ModelLatency is in Microseconds",
    ),
    "a count with a unit": (
        "RealTime",
        {"model_errors": Duration.seconds(1)},
        "model_errors is a Duration; give a number, since InvocationModelErrors is no time",
    ),
    "a threshold that is always reached": (
        "RealTime",
        {"model_errors": 0},
        "model_errors is 0; allowed are figures above 0",
    ),
    "a threshold that is never reached": (
        "Serverless",
        {"concurrency_utilization": 90},
        "concurrency_utilization is 90; allowed are figures above 0, up to 1",
    ),
    "more than all memory": ("RealTime", {"memory_utilization": 101}, "allowed are figures above 0, up to 100"),
    "a threshold without end": ("RealTime", {"cpu_utilization": math.inf}, "cpu_utilization is inf; allowed are"),
    "a threshold that is no number": ("RealTime", {"cpu_utilization": math.nan}, "cpu_utilization is nan; allowed are"),
    "a part of a minute": (
        "RealTime",
        {"period": Duration.seconds(90)},
        "period is 90 s; allowed are 10 s, 30 s and whole minutes",
    ),
    "no period at all": ("RealTime", {"evaluation_periods": 0}, "evaluation_periods is 0; allowed are 1 and above"),
    "more data points than periods": (
        "RealTime",
        {"evaluation_periods": 2, "datapoints_to_alarm": 3},
        "datapoints_to_alarm is 3; allowed is at most evaluation_periods, 2",
    ),
    "more than a day of short periods": (
        "RealTime",
        {"evaluation_periods": 289},
        "evaluation_periods is 289 with a period of 300 s, 86700 s together; allowed are 86400 s",
    ),
    "more than a week": (
        "RealTime",
        {"period": Duration.hours(1), "evaluation_periods": 169},
        "evaluation_periods is 169 with a period of 3600 s, 608400 s together; allowed are 604800 s",
    ),
    "no id": ("RealTime", {"id": ""}, "id is ''; give the set of alarms a name"),
    "no threshold": ("RealTime", {"latency": 1}, "threshold is 'latency'; allowed are model_errors, server_errors"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_work_is_refused(stack: Stack, case: str) -> None:
    publisher, thresholds, message = REFUSED[case]
    monitored = PUBLISHERS[publisher](stack)
    with pytest.raises(ValueError, match=message):
        monitored.add_alarms(**thresholds)
    assert monitored.node.children == []


def test_what_a_kind_does_not_publish_may_be_left_out_by_name(stack: Stack) -> None:
    asynchronous(stack).add_alarms(model_errors=None)
    assert made(stack) == DEFAULTS["Asynchronous"]


def test_a_threshold_that_is_known_at_deployment_only_is_let_through(stack: Stack) -> None:
    real_time(stack).add_alarms(memory_utilization=Token.as_number({"Ref": "Limit"}))
    assert made(stack)["MemoryUtilization"] == ("Maximum", {"Ref": "Limit"})


def test_an_alarm_is_where_its_metrics_are(app: App, stack: Stack) -> None:
    """An endpoint of another region is refused; one of another account is not, nor where the region is not known."""
    here = Stack(app, "Here", env=Environment(account="123456789012", region="us-east-1"))
    with pytest.raises(ValueError, match="^region is 'eu-west-1' and the stack's is 'us-east-1'; an alarm looks at"):
        real_time(here, region="eu-west-1").add_alarms()
    there = Stack(app, "There", env=Environment(account="123456789012", region="eu-west-1"))
    assert real_time(there, account="111122223333", region="eu-west-1").add_alarms()
    assert real_time(stack, region="eu-west-1").add_alarms()


def test_a_second_set_needs_an_id_of_its_own(stack: Stack) -> None:
    endpoint = real_time(stack)
    endpoint.add_alarms()
    with pytest.raises(ValueError, match="id is 'Alarms', which stands below this endpoint already"):
        endpoint.add_alarms(model_errors=100)
