"""Scaling: what each kind of capacity accepts, and what Application Auto Scaling and CloudWatch are told."""

import json
import math
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Duration, Fn, Stack, TimeZone, Token
from aws_cdk import aws_applicationautoscaling as autoscaling
from aws_cdk import aws_sagemaker as sagemaker

from sagewire import published_metrics
from sagewire.endpoints.capacity import (
    ASYNC_INSTANCES,
    COPIES,
    INSTANCES,
    PROVISIONED_CONCURRENCY,
    PUBLISHED,
    CapacityKind,
)
from sagewire.endpoints.scaling import Scaling, ScalingSchedule, check_scaling
from sagewire.endpoints.scaling_policies import ScalableCapacity, add_scaling
from tests.templates import only, resources

TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"
POLICY = "AWS::ApplicationAutoScaling::ScalingPolicy"
ALARM = "AWS::CloudWatch::Alarm"
KINDS = {
    "real-time": INSTANCES,
    "asynchronous": ASYNC_INSTANCES,
    "serverless": PROVISIONED_CONCURRENCY,
    "component": COPIES,
}
UNKNOWN = Token.as_number({"Ref": "Figure"})


def endpoint(stack: Stack, id: str = "Endpoint") -> sagemaker.CfnEndpoint:
    return sagemaker.CfnEndpoint(stack, id, endpoint_config_name="config")


def variant(stack: Stack, kind: CapacityKind, *, id: str = "Endpoint", name: str = "AllTraffic") -> ScalableCapacity:
    found = stack.node.try_find_child(id)
    resource = found if isinstance(found, sagemaker.CfnEndpoint) else endpoint(stack, id)
    return ScalableCapacity.of_variant(kind, endpoint_name=resource.attr_endpoint_name, variant_name=name)


def component(stack: Stack) -> ScalableCapacity:
    resource = sagemaker.CfnInferenceComponent(
        stack,
        "Component",
        endpoint_name="endpoint",
        variant_name="AllTraffic",
        runtime_config=sagemaker.CfnInferenceComponent.InferenceComponentRuntimeConfigProperty(copy_count=1),
        specification=sagemaker.CfnInferenceComponent.InferenceComponentSpecificationProperty(model_name="model"),
    )
    return ScalableCapacity.of_component(Fn.select(1, Fn.split("/", resource.ref)))


def scaling(**arguments: Any) -> Scaling:
    return Scaling(**{"min_capacity": 1, "max_capacity": 4, **arguments})


def tracked(stack: Stack) -> dict[str, Any]:
    configuration: dict[str, Any] = only(stack, POLICY)["TargetTrackingScalingPolicyConfiguration"]
    return configuration


ENDPOINT_NAME = {"Fn::GetAtt": ["Endpoint", "EndpointName"]}
COMPONENT_NAME = {"Fn::Select": [1, {"Fn::Split": ["/", {"Ref": "Component"}]}]}
PER_VARIANT = [{"Name": "EndpointName", "Value": ENDPOINT_NAME}, {"Name": "VariantName", "Value": "AllTraffic"}]


@pytest.mark.parametrize(
    ("kind", "target", "value", "metric_type"),
    [
        (INSTANCES, "invocations_per_instance", 700, "SageMakerVariantInvocationsPerInstance"),
        (INSTANCES, "concurrent_requests", 4.5, "SageMakerVariantConcurrentRequestsPerModelHighResolution"),
        (
            PROVISIONED_CONCURRENCY,
            "provisioned_concurrency_utilization",
            0.7,
            "SageMakerVariantProvisionedConcurrencyUtilization",
        ),
    ],
)
def test_a_predefined_metric_is_named_by_its_type(
    stack: Stack, kind: CapacityKind, target: str, value: float, metric_type: str
) -> None:
    add_scaling(stack, target=variant(stack, kind), scaling=scaling(**{target: value}))
    assert tracked(stack) == {
        "TargetValue": value,
        "PredefinedMetricSpecification": {"PredefinedMetricType": metric_type},
    }


@pytest.mark.parametrize(
    ("target", "metric_type"),
    [
        ("invocations_per_copy", "SageMakerInferenceComponentInvocationsPerCopy"),
        ("concurrent_requests_per_copy", "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution"),
    ],
)
def test_a_component_is_scaled_by_its_copies(stack: Stack, target: str, metric_type: str) -> None:
    add_scaling(stack, target=component(stack), scaling=scaling(**{target: 5}))
    assert tracked(stack)["PredefinedMetricSpecification"] == {"PredefinedMetricType": metric_type}
    assert only(stack, TARGET) == {
        "MinCapacity": 1,
        "MaxCapacity": 4,
        "ServiceNamespace": "sagemaker",
        "ScalableDimension": "sagemaker:inference-component:DesiredCopyCount",
        "ResourceId": {"Fn::Join": ["", ["inference-component/", COMPONENT_NAME]]},
    }


@pytest.mark.parametrize(
    ("kind", "dimension"),
    [
        (INSTANCES, "sagemaker:variant:DesiredInstanceCount"),
        (ASYNC_INSTANCES, "sagemaker:variant:DesiredInstanceCount"),
        # pitfall 19
        (PROVISIONED_CONCURRENCY, "sagemaker:variant:DesiredProvisionedConcurrency"),
    ],
)
def test_the_target_is_a_variant_that_comes_after_its_endpoint(
    stack: Stack, kind: CapacityKind, dimension: str
) -> None:
    """Pitfall 17: the resource id is made of the endpoint's attribute, so that the endpoint outlives its scaling."""
    schedule = ScalingSchedule(name="s", schedule="rate(1 day)", min_capacity=2)
    add_scaling(stack, target=variant(stack, kind), scaling=scaling(schedules=[schedule]))
    target = only(stack, TARGET)
    assert target["ScalableDimension"] == dimension
    assert target["ResourceId"] == {"Fn::Join": ["", ["endpoint/", ENDPOINT_NAME, "/variant/AllTraffic"]]}
    assert "RoleARN" not in target


def test_the_backlog_has_the_endpoint_as_its_only_dimension(stack: Stack) -> None:
    """Pitfall 15."""
    add_scaling(stack, target=variant(stack, ASYNC_INSTANCES), scaling=scaling(backlog_per_instance=5))
    assert tracked(stack) == {
        "TargetValue": 5,
        "CustomizedMetricSpecification": {
            "Namespace": "AWS/SageMaker",
            "MetricName": "ApproximateBacklogSizePerInstance",
            "Statistic": "Average",
            "Dimensions": [{"Name": "EndpointName", "Value": ENDPOINT_NAME}],
        },
    }


@pytest.mark.parametrize("kind", [INSTANCES, ASYNC_INSTANCES], ids=["real-time", "asynchronous"])
@pytest.mark.parametrize(
    ("arguments", "metric", "value"),
    [
        ({"cpu_utilization": 70, "vcpus": 8}, "CPUUtilization", 560),
        ({"gpu_utilization": 60, "gpus": 4}, "GPUUtilization", 240),
    ],
)
def test_utilization_is_asked_for_in_percent_of_an_instance(
    stack: Stack, kind: CapacityKind, arguments: dict[str, float], metric: str, value: float
) -> None:
    """SageMaker adds the cores up, and publishes what is normalized for hosts of inference components only."""
    add_scaling(stack, target=variant(stack, kind), scaling=scaling(**arguments))
    assert tracked(stack) == {
        "TargetValue": value,
        "CustomizedMetricSpecification": {
            "Namespace": "/aws/sagemaker/Endpoints",
            "MetricName": metric,
            "Statistic": "Average",
            "Dimensions": PER_VARIANT,
        },
    }


@pytest.mark.parametrize("unit", ["cpu", "gpu"])
def test_utilization_of_a_copy_is_normalized_already(stack: Stack, unit: str) -> None:
    add_scaling(stack, target=component(stack), scaling=scaling(**{f"{unit}_utilization": 70}))
    assert tracked(stack) == {
        "TargetValue": 70,
        "CustomizedMetricSpecification": {
            "Namespace": "/aws/sagemaker/InferenceComponents",
            "MetricName": f"{unit.upper()}UtilizationNormalized",
            "Statistic": "Average",
            "Dimensions": [{"Name": "InferenceComponentName", "Value": COMPONENT_NAME}],
        },
    }


@pytest.mark.parametrize(("target", "units"), [("cpu_utilization", "vcpus"), ("gpu_utilization", "gpus")])
def test_utilization_of_an_instance_needs_the_number_of_its_units(target: str, units: str) -> None:
    with pytest.raises(ValueError, match=f"{target} takes {units} beside it"):
        check_scaling(scaling(**{target: 70}), INSTANCES, initial=1)


@pytest.mark.parametrize(
    "figures", [{"cpu_utilization": UNKNOWN, "vcpus": 2}, {"cpu_utilization": 50, "vcpus": UNKNOWN}]
)
def test_a_figure_that_is_multiplied_must_be_known(stack: Stack, figures: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="cpu_utilization and vcpus must be known"):
        add_scaling(stack, target=variant(stack, INSTANCES), scaling=scaling(**figures))


def test_cooldowns_and_scale_in(stack: Stack) -> None:
    description = scaling(
        invocations_per_instance=10,
        scale_in_cooldown=Duration.minutes(10),
        scale_out_cooldown=Duration.seconds(30),
        disable_scale_in=True,
    )
    add_scaling(stack, target=variant(stack, INSTANCES), scaling=description)
    configuration = tracked(stack)
    assert (configuration["ScaleInCooldown"], configuration["ScaleOutCooldown"]) == (600, 30)
    assert configuration["DisableScaleIn"] is True


def test_schedules_stand_in_the_target(stack: Stack) -> None:
    schedules = [
        ScalingSchedule(
            name="morning",
            schedule=autoscaling.Schedule.cron(hour="8", minute="0"),
            min_capacity=2,
            time_zone=TimeZone.EUROPE_BERLIN.timezone_name,
            start=datetime(2027, 1, 1, tzinfo=UTC),
            end=datetime(2028, 1, 1, tzinfo=UTC),
        ),
        ScalingSchedule(name="night", schedule="cron(0 20 * * ? *)", min_capacity=1, max_capacity=2),
    ]
    add_scaling(stack, target=variant(stack, INSTANCES), scaling=scaling(schedules=schedules))
    assert only(stack, TARGET)["ScheduledActions"] == [
        {
            "ScheduledActionName": "morning",
            "Schedule": "cron(0 8 * * ? *)",
            "Timezone": "Europe/Berlin",
            "StartTime": "2027-01-01T00:00:00Z",
            "EndTime": "2028-01-01T00:00:00Z",
            "ScalableTargetAction": {"MinCapacity": 2},
        },
        {
            "ScheduledActionName": "night",
            "Schedule": "cron(0 20 * * ? *)",
            "ScalableTargetAction": {"MinCapacity": 1, "MaxCapacity": 2},
        },
    ]
    assert resources(stack, POLICY) == {}


WAKE_UPS: dict[str, tuple[Callable[[Stack], ScalableCapacity], dict[str, Any], str, dict[str, Any]]] = {
    "asynchronous": (
        lambda stack: variant(stack, ASYNC_INSTANCES),
        {"backlog_per_instance": 5},
        "HasBacklogWithoutCapacity",
        {"Name": "EndpointName", "Value": ENDPOINT_NAME},
    ),
    "component": (
        component,
        {"invocations_per_copy": 5},
        "NoCapacityInvocationFailures",
        {"Name": "InferenceComponentName", "Value": COMPONENT_NAME},
    ),
}


@pytest.mark.parametrize("kind", WAKE_UPS)
@pytest.mark.parametrize(
    "bounds",
    [
        {"min_capacity": 0},
        {"min_capacity": UNKNOWN},
        {"schedules": [ScalingSchedule(name="night", schedule="rate(1 day)", min_capacity=0)]},
    ],
    ids=["minimum", "token", "schedule"],
)
def test_from_zero_an_alarm_adds_one(stack: Stack, kind: str, bounds: dict[str, Any]) -> None:
    """Pitfalls 15, 16, 20: a step of one on the one metric that has data at zero, on the same scalable target."""
    target, arguments, metric, dimension = WAKE_UPS[kind]
    add_scaling(stack, target=target(stack), scaling=scaling(**{**arguments, **bounds}))
    (scalable,) = resources(stack, TARGET)
    policies = {policy["Properties"]["PolicyType"]: (id, policy) for id, policy in resources(stack, POLICY).items()}
    assert {p["Properties"]["ScalingTargetId"]["Ref"] for _, p in policies.values()} == {scalable}
    step_id, step = policies["StepScaling"]
    configuration = step["Properties"]["StepScalingPolicyConfiguration"]
    assert configuration["AdjustmentType"] == "ChangeInCapacity"
    assert configuration["StepAdjustments"] == [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}]
    alarm = only(stack, ALARM)
    assert alarm["AlarmActions"] == [{"Ref": step_id}]
    assert (alarm["Namespace"], alarm["MetricName"], alarm["Dimensions"]) == ("AWS/SageMaker", metric, [dimension])
    assert (alarm["Period"], alarm["EvaluationPeriods"], alarm["Threshold"]) == (60, 1, 1)
    assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
    assert alarm["TreatMissingData"] == "notBreaching"


@pytest.mark.parametrize("kind", WAKE_UPS)
def test_above_zero_nothing_is_woken(stack: Stack, kind: str) -> None:
    target, arguments, _, _ = WAKE_UPS[kind]
    add_scaling(stack, target=target(stack), scaling=scaling(**arguments))
    assert len(resources(stack, POLICY)) == 1
    assert resources(stack, ALARM) == {}


def test_several_targets_variants_and_endpoints_stand_in_one_stack(stack: Stack) -> None:
    description = scaling(invocations_per_instance=100, concurrent_requests=4, cpu_utilization=50, vcpus=2)
    for id in ("First", "Second"):
        scope = endpoint(stack, id)
        for name in ("champion", "challenger"):
            add_scaling(scope, target=variant(stack, INSTANCES, id=id, name=name), scaling=description)
    policies = resources(stack, POLICY).values()
    assert len(resources(stack, TARGET)) == 4
    assert len(policies) == 12
    names = [(p["Properties"]["ScalingTargetId"]["Ref"], p["Properties"]["PolicyName"]) for p in policies]
    assert len(set(names)) == 12, "a policy's name must be the only one of its target"


def test_a_variant_whose_name_is_known_at_deployment_scales(stack: Stack) -> None:
    name = Token.as_string({"Ref": "Variant"})
    add_scaling(stack, target=variant(stack, INSTANCES, name=name), scaling=scaling(invocations_per_instance=1))
    assert only(stack, TARGET)["ResourceId"]["Fn::Join"][1] == [
        "endpoint/",
        ENDPOINT_NAME,
        "/variant/",
        {"Ref": "Variant"},
    ]


ACCEPTED = {
    "real-time": {"invocations_per_instance", "concurrent_requests", "cpu_utilization", "gpu_utilization"},
    "asynchronous": {"backlog_per_instance", "cpu_utilization", "gpu_utilization"},
    "serverless": {"provisioned_concurrency_utilization"},
    "component": {"invocations_per_copy", "concurrent_requests_per_copy", "cpu_utilization", "gpu_utilization"},
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("target", PUBLISHED)
def test_a_target_that_is_not_published_is_refused_by_name(kind: str, target: str) -> None:
    """Pitfalls 14 and 19: a policy on such a metric would never do anything."""
    description = scaling(**{target: 0.5}, vcpus=2, gpus=1)
    if target in ACCEPTED[kind]:
        check_scaling(description, KINDS[kind], initial=2)
        return
    with pytest.raises(ValueError, match=f"publishes no {PUBLISHED[target]}, so {target} .*: use ") as refused:
        check_scaling(description, KINDS[kind], initial=2)
    assert all(usable in str(refused.value) for usable in ACCEPTED[kind])


def test_an_asynchronous_endpoint_is_told_what_it_has(stack: Stack) -> None:
    """Pitfall 14."""
    with pytest.raises(
        ValueError, match="an asynchronous endpoint publishes no InvocationsPerInstance.*backlog_per_inst"
    ):
        add_scaling(stack, target=variant(stack, ASYNC_INSTANCES), scaling=scaling(invocations_per_instance=1))


@pytest.mark.parametrize(
    ("kind", "publisher"),
    [
        ("real-time", published_metrics.REAL_TIME),
        ("asynchronous", published_metrics.ASYNCHRONOUS),
        ("serverless", published_metrics.SERVERLESS),
    ],
)
def test_what_is_refused_is_what_is_not_published(kind: str, publisher: str) -> None:
    published = published_metrics.published_by(publisher)
    assert {target for target, metric in PUBLISHED.items() if metric in published} == ACCEPTED[kind]


@pytest.mark.parametrize(
    ("kind", "least"), [("real-time", 1), ("asynchronous", 0), ("serverless", 1), ("component", 0)]
)
def test_the_least_capacity_of_each_kind(kind: str, least: int) -> None:
    """Pitfall 13: nothing but an asynchronous endpoint and a component may be without capacity."""
    target = {next(iter(KINDS[kind].targets)): 0.5}
    for minimum in (0, 1):
        description = scaling(min_capacity=minimum, **target)
        if minimum >= least:
            check_scaling(description, KINDS[kind], initial=1)
        else:
            with pytest.raises(ValueError, match=rf"min_capacity is 0; {KINDS[kind].noun} takes 1 and above"):
                check_scaling(description, KINDS[kind], initial=1)


@pytest.mark.parametrize("bounds", [{"min_capacity": 0}, {"min_capacity": 0, "max_capacity": 0}])
def test_a_schedule_may_not_go_below_the_least_either(bounds: dict[str, Any]) -> None:
    schedule = ScalingSchedule(name="night", schedule="rate(1 day)", **bounds)
    check_scaling(scaling(schedules=[schedule]), ASYNC_INSTANCES, initial=1)
    with pytest.raises(ValueError, match="m.._capacity is 0; a real-time endpoint takes 1 and above"):
        check_scaling(scaling(schedules=[schedule]), INSTANCES, initial=1)


@pytest.mark.parametrize(("initial", "fits"), [(1, False), (2, True), (5, True), (6, False)])
def test_the_initial_count_lies_within_the_bounds(initial: float, fits: bool) -> None:
    """Pitfall 13."""
    description = scaling(min_capacity=2, max_capacity=5, invocations_per_instance=1)
    if fits:
        check_scaling(description, INSTANCES, initial=initial)
        return
    with pytest.raises(ValueError, match=f"instance_count is {initial}; allowed are 2 to 5"):
        check_scaling(description, INSTANCES, initial=initial)


def test_zero_is_an_initial_count_and_not_a_missing_one() -> None:
    """Pitfall 13: 0 is falsy."""
    check_scaling(scaling(min_capacity=0, backlog_per_instance=1), ASYNC_INSTANCES, initial=0)
    with pytest.raises(ValueError, match="instance_count is 0; allowed are 1 to 4"):
        check_scaling(scaling(backlog_per_instance=1), ASYNC_INSTANCES, initial=0)
    with pytest.raises(ValueError, match="provisioned_concurrency is missing"):
        check_scaling(scaling(provisioned_concurrency_utilization=0.7), PROVISIONED_CONCURRENCY, initial=None)


@pytest.mark.parametrize(("ceiling", "fits"), [(3, False), (4, True), (5, True)])
def test_no_capacity_exceeds_the_ceiling(ceiling: float, fits: bool) -> None:
    description = scaling(provisioned_concurrency_utilization=0.7)
    if fits:
        check_scaling(description, PROVISIONED_CONCURRENCY, initial=1, ceiling=ceiling)
        return
    with pytest.raises(ValueError, match=r"max_capacity is 4; allowed is at most max_concurrency, 3"):
        check_scaling(description, PROVISIONED_CONCURRENCY, initial=1, ceiling=ceiling)


@pytest.mark.parametrize("instance_type", ["ml.t2.medium", "ml.t3.large"])
def test_burstable_instances_do_not_scale(instance_type: str) -> None:
    """Pitfall 18."""
    with pytest.raises(ValueError, match=f"instance_type is '{instance_type}'"):
        check_scaling(
            scaling(invocations_per_instance=1), INSTANCES, initial=1, instance_types=["ml.c7i.large", instance_type]
        )


def test_other_instances_that_begin_with_t_do(stack: Stack) -> None:
    types = ["ml.trn1.2xlarge", "ml.c7i.large", Token.as_string({"Ref": "Type"})]
    check_scaling(scaling(invocations_per_instance=1), INSTANCES, initial=1, instance_types=types)


def test_figures_known_at_deployment_only_are_let_through(stack: Stack) -> None:
    description = Scaling(
        min_capacity=UNKNOWN,
        max_capacity=UNKNOWN,
        invocations_per_instance=UNKNOWN,
        schedules=[ScalingSchedule(name="s", schedule="rate(1 day)", min_capacity=UNKNOWN, max_capacity=UNKNOWN)],
    )
    check_scaling(description, INSTANCES, initial=UNKNOWN, ceiling=UNKNOWN)
    add_scaling(stack, target=variant(stack, INSTANCES), scaling=description)
    assert only(stack, TARGET)["MinCapacity"] == {"Ref": "Figure"}
    assert tracked(stack)["TargetValue"] == {"Ref": "Figure"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "Scaling follows nothing"),
        ({"min_capacity": -1, "backlog_per_instance": 1}, "min_capacity is -1"),
        ({"max_capacity": 0, "min_capacity": 0, "backlog_per_instance": 1}, "max_capacity is 0"),
        ({"min_capacity": 5, "backlog_per_instance": 1}, "min_capacity is 5, above max_capacity, 4"),
        ({"invocations_per_instance": 0}, "invocations_per_instance is 0; allowed is above 0"),
        ({"concurrent_requests": math.inf}, "concurrent_requests is inf; allowed is above 0, and finite"),
        ({"concurrent_requests": math.nan}, "concurrent_requests is nan; allowed is above 0, and finite"),
        (
            {"concurrent_requests": 1, "scale_in_cooldown": Duration.millis(500)},
            "scale_in_cooldown in seconds is 0.5; allowed are whole numbers",
        ),
        ({"cpu_utilization": 100.5, "vcpus": 1}, "cpu_utilization is 100.5; allowed is above 0, up to 100"),
        ({"cpu_utilization": 50, "vcpus": 0}, "vcpus is 0; allowed are 1 and above"),
        ({"gpu_utilization": -1}, "gpu_utilization is -1"),
        ({"provisioned_concurrency_utilization": 70}, "utilization is 70; allowed is above 0, up to 1"),
    ],
)
def test_figures_out_of_range_are_refused(arguments: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        scaling(**arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        {"cpu_utilization": 100, "vcpus": 1},
        {"provisioned_concurrency_utilization": 1},
        {"min_capacity": 4, "invocations_per_instance": 0.1},
    ],
)
def test_figures_at_the_edge_are_taken(arguments: dict[str, float]) -> None:
    scaling(**arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "changes nothing"),
        ({"min_capacity": 3, "max_capacity": 2}, "min_capacity is above max_capacity"),
        ({"min_capacity": -1}, "min_capacity is -1"),
        ({"max_capacity": math.inf}, "max_capacity is inf; allowed are finite figures"),
        ({"max_capacity": 2.5}, "max_capacity is 2.5; allowed are whole numbers"),
        ({"min_capacity": 1, "schedule": "0 8 * * *"}, r"schedule is '0 8 \* \* \*'; allowed are at"),
        ({"min_capacity": 1, "start": datetime(2027, 1, 1)}, "in no time zone"),  # noqa: DTZ001
        (
            {"min_capacity": 1, "start": datetime(2027, 1, 2, tzinfo=UTC), "end": datetime(2027, 1, 2, tzinfo=UTC)},
            "which is not after start",
        ),
    ],
)
def test_schedules_that_cannot_be_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ScalingSchedule(**{"name": "s", "schedule": "rate(1 day)", **arguments})


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        ([{"min_capacity": 5}], "raises min_capacity above max_capacity"),
        ([{"max_capacity": 1}], "lowers max_capacity below min_capacity"),
        ([{"min_capacity": 3}, {"min_capacity": 2}], "the names of schedules must differ"),
    ],
)
def test_schedules_that_contradict_the_bounds_are_refused(bounds: list[dict[str, Any]], message: str) -> None:
    schedules = [ScalingSchedule(name="s", schedule="rate(1 day)", **each) for each in bounds]
    with pytest.raises(ValueError, match=message):
        scaling(min_capacity=2, schedules=schedules)


def test_cfn_lint_has_no_finding(app: App) -> None:
    stack = Stack(app, "Scaling")
    schedule = ScalingSchedule(
        name="night",
        schedule="cron(0 20 * * ? *)",
        min_capacity=1,
        time_zone="Europe/Berlin",
        start=datetime(2027, 1, 1, tzinfo=UTC),
    )
    cases: list[tuple[str, CapacityKind, dict[str, Any]]] = [
        ("Host", INSTANCES, {"invocations_per_instance": 1, "cpu_utilization": 1, "vcpus": 2, "schedules": [schedule]}),
        ("Async", ASYNC_INSTANCES, {"min_capacity": 0, "backlog_per_instance": 5}),
        ("Serverless", PROVISIONED_CONCURRENCY, {"provisioned_concurrency_utilization": 0.7}),
    ]
    for id, kind, arguments in cases:
        scope = endpoint(stack, id)
        add_scaling(scope, target=variant(stack, kind, id=id), scaling=scaling(**arguments))
    copies = component(stack)
    add_scaling(stack, target=copies, scaling=scaling(min_capacity=0, concurrent_requests_per_copy=4))
    template = Path(app.synth().directory, "Scaling.template.json")
    assert len(json.loads(template.read_text())["Resources"]) > 10
    lint = [str(Path(sys.executable).with_name("cfn-lint")), "--", str(template)]
    found = subprocess.run(lint, capture_output=True, text=True, check=False)
    assert (found.stdout, found.returncode) == ("", 0)
