"""What a policy of step scaling does when an alarm calls it."""

from __future__ import annotations

from collections.abc import Sequence

from sagewire.validator.graph.alarm import Watch
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

STEPS = "StepScalingPolicyConfiguration"
ABOVE, BELOW = "above", "below"
_SIDES = {
    "GreaterThanThreshold": ABOVE,
    "GreaterThanOrEqualToThreshold": ABOVE,
    "LessThanThreshold": BELOW,
    "LessThanOrEqualToThreshold": BELOW,
}


def steps_of(policy: Resource) -> Sequence[Value]:
    """The steps of a policy; nothing where one of them is not known."""
    steps = policy[STEPS]["StepAdjustments"]
    return steps.elements if steps.complete else ()


def adds(step: Value) -> bool:
    """Whether a step may add capacity where there is none: a figure below 1 takes some away, or leaves it at none."""
    figure = step["ScalingAdjustment"].number
    return figure is None or figure > 0


def takes_away(policy: Resource) -> bool:
    """Whether a policy certainly adds nothing, by none of its steps."""
    steps = steps_of(policy)
    return bool(steps) and not any(map(adds, steps))


def goes_off(watch: Watch) -> str | None:
    """On which side of its threshold an alarm certainly goes off by the metric itself: ABOVE or BELOW."""
    return _SIDES.get(watch.alarm["ComparisonOperator"].text or "") if watch.compared else None
