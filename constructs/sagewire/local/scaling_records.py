"""What Application Auto Scaling remembers: scalable targets, policies and scheduled actions."""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sagewire.local import seams
from sagewire.local.api import Parameters
from sagewire.local.aws_error import AwsError

TARGET_KEY = ("ServiceNamespace", "ResourceId", "ScalableDimension")


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
        exact = {name: parameters[name] for name in TARGET_KEY if name in parameters}
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
    key=TARGET_KEY,
    arn_name="ScalableTargetARN",
    arn_kind="scalable-target",
    store=seams.scoped_store(),
)
POLICIES = Records(
    noun="scaling policy",
    key=(*TARGET_KEY, "PolicyName"),
    arn_name="PolicyARN",
    arn_kind="scalingPolicy",
    store=seams.scoped_store(),
)
SCHEDULES = Records(
    noun="scheduled action",
    key=(*TARGET_KEY, "ScheduledActionName"),
    arn_name="ScheduledActionARN",
    arn_kind="scheduledAction",
    store=seams.scoped_store(),
)
