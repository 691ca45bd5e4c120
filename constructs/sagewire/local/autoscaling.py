"""Application Auto Scaling as records: targets, policies and schedules are made, read and removed; nothing scales."""

from typing import Any

from sagewire.local.api import JsonApi, Parameters
from sagewire.local.aws_error import AwsError, invalid
from sagewire.local.sagemaker import endpoints
from sagewire.local.sagemaker.component import COMPONENTS
from sagewire.local.scaling_records import POLICIES, SCHEDULES, TARGET_KEY, TARGETS


def register_scalable_target(parameters: Parameters) -> dict[str, Any]:
    """A new target needs its capacity limits and, of SageMaker's, a variant or an inference component that is there."""
    registered = TARGETS.find({name: parameters[name] for name in TARGET_KEY})
    if not registered:
        missing = [name for name in ("MinCapacity", "MaxCapacity") if name not in parameters]
        if missing:
            raise invalid(f"{' and '.join(missing)} must be specified when a scalable target is registered")
        if parameters["ServiceNamespace"] == "sagemaker":
            _require_resource(parameters["ResourceId"])
    limits = {**(registered[0] if registered else {}), **parameters}
    if limits["MinCapacity"] > limits["MaxCapacity"]:
        raise invalid("Maximum capacity cannot be less than minimum capacity")
    return TARGETS.put(parameters)


def _require_resource(resource_id: str) -> None:
    kind, _, rest = resource_id.partition("/")
    if kind == "inference-component":
        if rest.lower() not in COMPONENTS.records:
            raise invalid(f"No inference component: {resource_id}")
        return
    endpoint, _, variant = rest.partition("/variant/")
    if kind != "endpoint" or not endpoints.has_variant(endpoint, variant):
        raise invalid(f"No endpoint variant: {resource_id}")


def deregister_scalable_target(parameters: Parameters) -> dict[str, Any]:
    """Its policies and scheduled actions go with it."""
    TARGETS.delete(parameters)
    for records in (POLICIES, SCHEDULES):
        for record in records.find(parameters):
            records.delete(record)
    return {}


def put_scaling_policy(parameters: Parameters) -> dict[str, Any]:
    """The target must be registered; no alarm is made, because nothing scales."""
    _require_target(parameters)
    return {**POLICIES.put(parameters), "Alarms": []}


def put_scheduled_action(parameters: Parameters) -> dict[str, Any]:
    """The target must be registered."""
    _require_target(parameters)
    SCHEDULES.put(parameters)
    return {}


def _require_target(parameters: Parameters) -> None:
    if not TARGETS.find({name: parameters[name] for name in TARGET_KEY}):
        raise AwsError(
            "ObjectNotFoundException",
            f"No scalable target registered for service namespace: {parameters['ServiceNamespace']}, "
            f"resource ID: {parameters['ResourceId']}, scalable dimension: {parameters['ScalableDimension']}",
        )


API = JsonApi(
    service="application-autoscaling",
    resource=lambda _parameters: "*",
    operations={
        "RegisterScalableTarget": register_scalable_target,
        "DeregisterScalableTarget": deregister_scalable_target,
        "DescribeScalableTargets": lambda parameters: {"ScalableTargets": TARGETS.find(parameters)},
        "PutScalingPolicy": put_scaling_policy,
        "DeleteScalingPolicy": POLICIES.delete,
        "DescribeScalingPolicies": lambda parameters: {"ScalingPolicies": POLICIES.find(parameters)},
        "PutScheduledAction": put_scheduled_action,
        "DeleteScheduledAction": SCHEDULES.delete,
        "DescribeScheduledActions": lambda parameters: {"ScheduledActions": SCHEDULES.find(parameters)},
    },
)
