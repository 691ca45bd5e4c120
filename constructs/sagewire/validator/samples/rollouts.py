"""Rollouts, the alarms that undo them, and rules that hear of models, sound as they are."""

from collections.abc import Mapping, Sequence
from typing import Any

from sagewire.validator.samples import Resources, ref
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.scaling import alarm
from sagewire.validator.samples.serving import endpoint

# The alarms name the endpoint before it is there: a reference would go round in a circle.
NAME = "ranking"
_UNDONE_BY = {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": ref("Errors")}]}}


def percent(value: Any) -> dict[str, Any]:
    """A share of the fleet."""
    return {"Type": "CAPACITY_PERCENT", "Value": value}


def count(value: Any, type: str = "INSTANCE_COUNT") -> dict[str, Any]:
    """A number of instances, or of copies."""
    return {"Type": type, "Value": value}


def blue_green(
    *, type: str = "CANARY", wait: Any = 600, routing: Mapping[str, Any] | None = None, **changes: Any
) -> dict[str, Any]:
    """Two fleets. wait: after each step. routing: of the traffic. changes: of the policy."""
    size = {"CANARY": {"CanarySize": percent(50)}, "LINEAR": {"LinearStepSize": percent(50)}}.get(type, {})
    moved = {"Type": type, "WaitIntervalInSeconds": wait, **size, **(routing or {})}
    policy = {"TrafficRoutingConfiguration": moved, "TerminationWaitInSeconds": 300, **changes}
    return {"BlueGreenUpdatePolicy": {name: value for name, value in policy.items() if value is not None}}


def rolling(*, batch: Mapping[str, Any] | None = None, wait: Any = 600, **changes: Any) -> dict[str, Any]:
    """Batch by batch."""
    return {"RollingUpdatePolicy": {"MaximumBatchSize": batch or percent(50), "WaitIntervalInSeconds": wait, **changes}}


def rolled_out(
    *policies: Mapping[str, Any], undone_by: Mapping[str, Any] | None = _UNDONE_BY, watched: Any = NAME, **changes: Any
) -> Resources:
    """The endpoint with a rollout, and the alarm that undoes it. watched: the endpoint that it watches."""
    config = {key: value for policy in (*policies, undone_by or {}) for key, value in policy.items()}
    return {**endpoint(EndpointName=NAME, DeploymentConfig=config, **changes), **errors(watched=watched)}


def errors(*, watched: Any = NAME, **changes: Any) -> Resources:
    """Goes off at five errors in a minute."""
    dimensions = {"EndpointName": watched, "VariantName": "AllTraffic"}
    return alarm("Invocation5XXErrors", dimensions, id="Errors", **{"Statistic": "Sum", "Threshold": 5, **changes})


def hears(type: str, detail: Mapping[str, Sequence[Any]] | None, **pattern: Any) -> Resources:
    """A function, and the rule that calls it at an event of SageMaker's. detail: what the rule asks of the event."""
    asked = {"source": ["aws.sagemaker"], "detail-type": [type], "detail": dict(detail) if detail else None, **pattern}
    return {**function(endpoint=None), **event_rule(pattern=asked)}


def approvals(**detail: Any) -> Resources:
    """A function that is called at each approval of a group's models. detail: what is asked otherwise."""
    asked = {"ModelPackageGroupName": ["ranking"], "ModelApprovalStatus": ["Approved"], **detail}
    left = {name: value for name, value in asked.items() if value is not None}
    return hears("SageMaker Model Package State Change", left)
