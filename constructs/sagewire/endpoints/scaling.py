"""How capacity follows load: one description for endpoints of every kind and for inference components."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aws_cdk import Duration
from aws_cdk import aws_applicationautoscaling as autoscaling

from sagewire.arguments import check_count, check_whole_seconds
from sagewire.endpoints.capacity import PUBLISHED, CapacityKind
from sagewire.pseudo import is_token

_SCHEDULES = (
    "https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html"
)
_BURSTABLE_SOURCE = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-console.html"
_BURSTABLE = re.compile(r"ml\.t\d")
_EXPRESSION = re.compile(r"(at|rate|cron)\(.+\)")
# Where a metric has an end, a target beyond it would never be reached.
_HIGHEST = {"cpu_utilization": 100, "gpu_utilization": 100, "provisioned_concurrency_utilization": 1}


@dataclass(frozen=True, kw_only=True)
class ScalingSchedule:
    """Bounds that hold from a certain time on, until the next schedule changes them.

    schedule: an aws_applicationautoscaling.Schedule, or the same in AWS's words, such as "cron(0 8 ? * MON-FRI *)".
    min_capacity, max_capacity: the new bounds; at least one of them.
    time_zone: that of the schedule, as IANA names it, such as "Europe/Berlin"; UTC if not given.
    start, end: between which times the schedule holds at all.
    """

    name: str
    schedule: autoscaling.Schedule | str
    min_capacity: float | None = None
    max_capacity: float | None = None
    time_zone: str | None = None
    start: datetime | None = None
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.min_capacity is None and self.max_capacity is None:
            raise ValueError(f"schedule {self.name!r} changes nothing: give min_capacity, max_capacity or both")
        for name, value in (("min_capacity", self.min_capacity), ("max_capacity", self.max_capacity)):
            check_count(name, 0 if value is None else value, 0)
        if _exceeds(self.min_capacity, self.max_capacity):
            raise ValueError(
                f"schedule {self.name!r}: min_capacity is above max_capacity, {self.min_capacity:g} and"
                f" {self.max_capacity:g}: give the other way round"
            )
        if isinstance(self.schedule, str) and not is_token(self.schedule) and not _EXPRESSION.fullmatch(self.schedule):
            raise ValueError(
                f"schedule is {self.schedule!r}; allowed are at(...), rate(...) and cron(...), such as"
                f" 'cron(0 8 ? * MON-FRI *)' ({_SCHEDULES})"
            )
        self._check_times()

    @property
    def expression(self) -> str:
        """The schedule as AWS writes it."""
        return self.schedule if isinstance(self.schedule, str) else self.schedule.expression_string

    def _check_times(self) -> None:
        for name, time in (("start", self.start), ("end", self.end)):
            if time is not None and time.tzinfo is None:
                raise ValueError(f"{name} is {time.isoformat()} in no time zone; give it one, such as tzinfo=UTC")
        if self.start and self.end and self.end <= self.start:
            raise ValueError(f"end is {self.end.isoformat()}, which is not after start, {self.start.isoformat()}")


@dataclass(frozen=True, kw_only=True)
class Scaling:
    """How capacity follows load. Of several targets, the one that asks for the most capacity decides.

    min_capacity, max_capacity: the bounds; 0 is possible for an AsyncEndpoint and an InferenceComponent.
    invocations_per_instance: requests for each instance in a minute (real-time).
    concurrent_requests: requests under way for each instance, seen within 10 s instead of minutes (real-time).
    cpu_utilization, gpu_utilization: percent of one instance, or of what one copy reserves.
    vcpus, gpus: how many one instance has; needed beside these two on instances, since SageMaker publishes the sum.
    backlog_per_instance: requests that are queued, or under way, for each instance (asynchronous).
    provisioned_concurrency_utilization: share of the provisioned concurrency in use, up to 1 (serverless).
    invocations_per_copy, concurrent_requests_per_copy: as for instances (inference component).
    schedules: bounds that change with time.
    scale_in_cooldown, scale_out_cooldown: pause after a change before the next; 300 s if not given.
    disable_scale_in: only ever add capacity.

    https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
    """

    min_capacity: float
    max_capacity: float
    invocations_per_instance: float | None = None
    concurrent_requests: float | None = None
    cpu_utilization: float | None = None
    gpu_utilization: float | None = None
    vcpus: int | None = None
    gpus: int | None = None
    backlog_per_instance: float | None = None
    provisioned_concurrency_utilization: float | None = None
    invocations_per_copy: float | None = None
    concurrent_requests_per_copy: float | None = None
    schedules: Sequence[ScalingSchedule] = ()
    scale_in_cooldown: Duration | None = None
    scale_out_cooldown: Duration | None = None
    disable_scale_in: bool = False

    def __post_init__(self) -> None:
        check_count("min_capacity", self.min_capacity, 0)
        check_count("max_capacity", self.max_capacity, 1)
        if _exceeds(self.min_capacity, self.max_capacity):
            raise ValueError(
                f"min_capacity is {self.min_capacity:g}, above max_capacity, {self.max_capacity:g}: make one smaller or"
                " the other larger"
            )
        if not self.targets and not self.schedules:
            raise ValueError(f"Scaling follows nothing: give schedules, or a target among {', '.join(PUBLISHED)}")
        for name, value in self.targets.items():
            _check_target(name, value)
        for name, count in (("vcpus", self.vcpus), ("gpus", self.gpus)):
            check_count(name, 1 if count is None else count, 1)
        check_whole_seconds("scale_in_cooldown", self.scale_in_cooldown)
        check_whole_seconds("scale_out_cooldown", self.scale_out_cooldown)
        self._check_schedules()

    @property
    def targets(self) -> dict[str, float]:
        """The targets that were given, by their names."""
        given = {name: getattr(self, name) for name in PUBLISHED}
        return {name: value for name, value in given.items() if value is not None}

    @property
    def may_reach_zero(self) -> bool:
        """Whether nothing may be left: a minimum is 0, or known at deployment only."""
        minima = [self.min_capacity, *(schedule.min_capacity for schedule in self.schedules)]
        return any(minimum == 0 or is_token(minimum) for minimum in minima)

    def _check_schedules(self) -> None:
        names = [schedule.name for schedule in self.schedules]
        if len(set(names)) < len(names):
            raise ValueError(f"the names of schedules must differ; given are {', '.join(names)}")
        for schedule in self.schedules:
            if schedule.max_capacity is None and _exceeds(schedule.min_capacity, self.max_capacity):
                raise ValueError(f"schedule {schedule.name!r} raises min_capacity above max_capacity: give it both")
            if schedule.min_capacity is None and _exceeds(self.min_capacity, schedule.max_capacity):
                raise ValueError(f"schedule {schedule.name!r} lowers max_capacity below min_capacity: give it both")


def check_scaling(
    scaling: Scaling,
    kind: CapacityKind,
    *,
    initial: float | None,
    instance_types: Sequence[str] = (),
    ceiling: float | None = None,
) -> None:
    """Raise ValueError for what this kind of capacity cannot do.

    Args:
        scaling: How it is to scale.
        kind: A row of `sagewire.endpoints.capacity`.
        initial: How much there is at first: instances, copies, or provisioned concurrency.
        instance_types: What it may run on.
        ceiling: What no capacity may exceed, where there is such a thing.
    """
    check_targets(scaling, kind)
    _check_bounds(scaling, kind, ceiling)
    _check_initial(scaling, kind, initial)
    for instance_type in instance_types:
        if not is_token(instance_type) and _BURSTABLE.match(instance_type):
            raise ValueError(
                f"instance_type is {instance_type!r}, and SageMaker does not scale burstable instances: take"
                f" 'ml.c7i.large' or 'ml.m7i.large', or leave scaling out ({_BURSTABLE_SOURCE})"
            )


def check_targets(scaling: Scaling, kind: CapacityKind) -> None:
    """Raise ValueError for a target whose metric this kind does not publish."""
    for name in scaling.targets:
        metric = kind.targets.get(name)
        if metric is None:
            raise ValueError(
                f"{kind.noun} publishes no {PUBLISHED[name]}, so {name} would never scale it: use"
                f" {', '.join(kind.targets)} ({kind.targets_source})"
            )
        if metric.summed_over and getattr(scaling, metric.summed_over) is None:
            raise ValueError(
                f"{name} takes {metric.summed_over} beside it: SageMaker publishes {PUBLISHED[name]} as the sum over"
                f" the {metric.summed_over} of an instance, 0 to 100 for each ({kind.targets_source})"
            )


def _check_bounds(scaling: Scaling, kind: CapacityKind, ceiling: float | None) -> None:
    bounds = [(of, name) for of in (scaling, *scaling.schedules) for name in ("min_capacity", "max_capacity")]
    for of, name in bounds:
        value: float | None = getattr(of, name)
        if _exceeds(kind.minimum, value):
            raise ValueError(
                f"{name} is {value:g}; {kind.noun} takes {kind.minimum} and above, and {kind.instead}"
                f" ({kind.minimum_source})"
            )
        if _exceeds(value, ceiling):
            raise ValueError(f"{name} is {value:g}; allowed is at most {kind.ceiling}, {ceiling:g}")


def _check_initial(scaling: Scaling, kind: CapacityKind, initial: float | None) -> None:
    if initial is None:
        raise ValueError(f"{kind.initial} is missing: it is what scaling starts from")
    if _exceeds(scaling.min_capacity, initial) or _exceeds(initial, scaling.max_capacity):
        raise ValueError(
            f"{kind.initial} is {initial:g}; allowed are {scaling.min_capacity:g} to {scaling.max_capacity:g},"
            " the min_capacity and max_capacity of its scaling"
        )


def _check_target(name: str, value: float) -> None:
    highest = _HIGHEST.get(name)
    if is_token(value) or (0 < value < math.inf and (highest is None or value <= highest)):
        return
    allowed = "above 0, and finite" if highest is None else f"above 0, up to {highest}"
    raise ValueError(f"{name} is {value:g}; allowed is {allowed}")


def _exceeds(lower: float | None, upper: float | None) -> bool:
    """Whether both are known and in the wrong order."""
    if lower is None or upper is None or is_token(lower) or is_token(upper):
        return False
    return lower > upper
