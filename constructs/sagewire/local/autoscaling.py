"""Application Auto Scaling as records: targets, policies and schedules are made, read and removed; nothing scales."""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sagewire.local import seams
from sagewire.local.api import JsonApi, Parameters
from sagewire.local.aws_error import AwsError, invalid
from sagewire.local.sagemaker import endpoints
from sagewire.local.sagemaker.component import COMPONENTS

_TARGET_KEY = ("ServiceNamespace", "ResourceId", "ScalableDimension")


@dataclass(frozen=True, kw_only=True)
class Records:
    """One kind of record, told apart by `key`, with an ARN under `arn_name`."""

    noun: str
    key: tuple[str, ...]
    arn_name: str
    arn_kind: str
    store: Any

    def put(self, parameters: Parameters) -> dict[str, Any]:
        """Make the record, or change what is given."""
        record = self.store.setdefault(self._key(parameters), {"CreationTime": time.time()})
        record.setdefault(self.arn_name, self._arn(parameters))
        record.update({name: value for name, value in parameters.items() if name != "Tags"})
        return {self.arn_name: record[self.arn_name]}

    def delete(self, parameters: Parameters) -> dict[str, Any]:
        """Remove the record; ObjectNotFoundException if there is none."""
        if self.store.pop(self._key(parameters), None) is None:
            raise AwsError("ObjectNotFoundException", f"No {self.noun} found for {self._name(parameters)}")
        return {}

    def find(self, parameters: Parameters) -> list[dict[str, Any]]:
        """The records that every given parameter matches."""
        ids = set(parameters.get("ResourceIds") or ())
        names = set(parameters.get("PolicyNames") or parameters.get("ScheduledActionNames") or ())
        exact = {name: parameters[name] for name in _TARGET_KEY if name in parameters}
        return [
            record
            for record in self.store.values()
            if all(record.get(name) == value for name, value in exact.items())
            and (not ids or record["ResourceId"] in ids)
            and (not names or record[self.key[-1]] in names)
        ]

    def _key(self, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(parameters[name] for name in self.key)

    def _name(self, parameters: Mapping[str, Any]) -> str:
        return ", ".join(f"{name} {parameters[name]}" for name in self.key)

    def _arn(self, parameters: Mapping[str, Any]) -> str:
        place, identity = f"{seams.region()}:{seams.account()}", uuid.uuid4()
        if self.arn_kind == "scalable-target":
            return f"arn:aws:application-autoscaling:{place}:scalable-target/{identity.hex}"
        where = f"resource/{parameters['ServiceNamespace']}/{parameters['ResourceId']}"
        name = f"{self.key[-1][0].lower()}{self.key[-1][1:]}/{parameters[self.key[-1]]}"
        return f"arn:aws:autoscaling:{place}:{self.arn_kind}:{identity}:{where}:{name}"


TARGETS = Records(
    noun="scalable target",
    key=_TARGET_KEY,
    arn_name="ScalableTargetARN",
    arn_kind="scalable-target",
    store=seams.scoped_store(),
)
POLICIES = Records(
    noun="scaling policy",
    key=(*_TARGET_KEY, "PolicyName"),
    arn_name="PolicyARN",
    arn_kind="scalingPolicy",
    store=seams.scoped_store(),
)
SCHEDULES = Records(
    noun="scheduled action",
    key=(*_TARGET_KEY, "ScheduledActionName"),
    arn_name="ScheduledActionARN",
    arn_kind="scheduledAction",
    store=seams.scoped_store(),
)


def register_scalable_target(parameters: Parameters) -> dict[str, Any]:
    """A new target needs its capacity limits and, of SageMaker's, a variant or an inference component that is there."""
    registered = TARGETS.find({name: parameters[name] for name in _TARGET_KEY})
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
    if not TARGETS.find({name: parameters[name] for name in _TARGET_KEY}):
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
