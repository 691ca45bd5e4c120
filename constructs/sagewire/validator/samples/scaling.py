"""Scaling, and the alarms that it goes by, sound as they are."""

from collections.abc import Mapping
from typing import Any

from sagewire.validator.samples import Resources, att, ref, resource, sub
from sagewire.validator.samples.serving import endpoint

ENDPOINT_DIMENSIONS: dict[str, Any] = {"EndpointName": att("Endpoint", "EndpointName")}
VARIANT_DIMENSIONS: dict[str, Any] = {**ENDPOINT_DIMENSIONS, "VariantName": "AllTraffic"}
COMPONENT_DIMENSIONS: dict[str, Any] = {"InferenceComponentName": att("Component", "InferenceComponentName")}
COMPONENT_TARGET: dict[str, Any] = {
    "ResourceId": sub("inference-component/${Component.InferenceComponentName}"),
    "ScalableDimension": "sagemaker:inference-component:DesiredCopyCount",
}
PROVISIONED_TARGET: dict[str, Any] = {
    "ScalableDimension": "sagemaker:variant:DesiredProvisionedConcurrency",
    "MinCapacity": 2,
    "MaxCapacity": 10,
}


def target(id: str = "Target", **changes: Any) -> Resources:
    """Two to eight instances of the variant."""
    properties = {
        "ServiceNamespace": "sagemaker",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
        "ResourceId": sub("endpoint/${Endpoint.EndpointName}/variant/AllTraffic"),
        "MinCapacity": 2,
        "MaxCapacity": 8,
    }
    return resource(id, "AWS::ApplicationAutoScaling::ScalableTarget", properties, changes)


def tracking(
    metric: Any = "SageMakerVariantInvocationsPerInstance",
    *,
    id: str = "Tracking",
    customized: Mapping[str, Any] | None = None,
    value: Any = 600,
    **changes: Any,
) -> Resources:
    """Keeps a metric at a value: one that AWS predefines, or else the customized one."""
    specification: dict[str, Any] = {"PredefinedMetricSpecification": {"PredefinedMetricType": metric}}
    if customized is not None:
        specification = {"CustomizedMetricSpecification": dict(customized)}
    properties = {
        "PolicyName": id,
        "PolicyType": "TargetTrackingScaling",
        "ScalingTargetId": ref("Target"),
        "TargetTrackingScalingPolicyConfiguration": {"TargetValue": value, **specification},
    }
    return resource(id, "AWS::ApplicationAutoScaling::ScalingPolicy", properties, changes)


def customized(
    metric: Any, dimensions: Mapping[str, Any] | None = None, *, namespace: Any = "AWS/SageMaker", **changes: Any
) -> dict[str, Any]:
    """A metric of one's own choice for `tracking`; the variant's unless other dimensions are given."""
    found = VARIANT_DIMENSIONS if dimensions is None else dimensions
    specified = {"Namespace": namespace, "MetricName": metric, "Statistic": "Average", "Dimensions": listed(found)}
    return {**specified, **changes}


def step(id: str = "WakeUp", **changes: Any) -> Resources:
    """Adds one when an alarm calls it."""
    settings = {
        "AdjustmentType": "ChangeInCapacity",
        "Cooldown": 300,
        "MetricAggregationType": "Maximum",
        "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}],
    }
    properties = {
        "PolicyName": id,
        "PolicyType": "StepScaling",
        "ScalingTargetId": ref("Target"),
        "StepScalingPolicyConfiguration": settings,
    }
    return resource(id, "AWS::ApplicationAutoScaling::ScalingPolicy", properties, changes)


def alarm(
    metric: Any,
    dimensions: Mapping[str, Any] | None = None,
    *,
    id: str = "Alarm",
    calls: str | None = None,
    **changes: Any,
) -> Resources:
    """An alarm on the variant's metric, unless other dimensions are given. calls: the policy, or topic."""
    properties = {
        "Namespace": "AWS/SageMaker",
        "MetricName": metric,
        "Dimensions": listed(VARIANT_DIMENSIONS if dimensions is None else dimensions),
        "Statistic": "Maximum",
        "Period": 60,
        "EvaluationPeriods": 1,
        "Threshold": 1,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "TreatMissingData": "notBreaching",
        "AlarmActions": [ref(calls)] if calls else None,
    }
    return resource(id, "AWS::CloudWatch::Alarm", properties, changes)


def query(
    metric: Any, dimensions: Mapping[str, Any] | None = None, *, statistic: Any = "Average", **changes: Any
) -> dict[str, Any]:
    """A metric as a list of metrics and calculations has it; the variant's unless other dimensions are given."""
    found = VARIANT_DIMENSIONS if dimensions is None else dimensions
    named = {"Namespace": "AWS/SageMaker", "MetricName": metric, "Dimensions": listed(found)}
    return {"Id": "m", "MetricStat": {"Metric": named, "Period": 60, "Stat": statistic}, **changes}


def alarm_on(*queries: Any, id: str = "Alarm", calls: str | None = None, **changes: Any) -> Resources:
    """An alarm on a list of metrics and calculations. calls: the policy, or topic."""
    written_flat = dict.fromkeys(("Namespace", "MetricName", "Dimensions", "Statistic", "Period"))
    return alarm(None, id=id, calls=calls, **{**written_flat, "Metrics": list(queries), **changes})


def wake_up(
    metric: str = "HasBacklogWithoutCapacity", dimensions: Mapping[str, Any] | None = None, **changes: Any
) -> Resources:
    """The step from none to one, and the alarm that calls it. changes: of the alarm."""
    watched = ENDPOINT_DIMENSIONS if dimensions is None else dimensions
    return {**step(), **alarm(metric, watched, id="WakeUpAlarm", calls="WakeUp", **changes)}


def scaled(*, policy: Resources | None = None, **changes: Any) -> Resources:
    """Scaling of the endpoint's instances, whose number an update leaves alone. changes: of the target."""
    policies = tracking() if policy is None else policy
    return {**endpoint(RetainAllVariantProperties=True), **target(**changes), **policies}


def backlog(**changes: Any) -> Resources:
    """Keeps an asynchronous endpoint's queue short."""
    return tracking(customized=customized("ApproximateBacklogSizePerInstance", ENDPOINT_DIMENSIONS), value=5, **changes)


def listed(dimensions: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Dimensions as CloudWatch lists them."""
    return [{"Name": name, "Value": value} for name, value in dimensions.items()]
