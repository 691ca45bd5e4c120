"""The steps of a policy join one another: there is no gap between them, and none overlap. Those that reach below the
threshold go down without end, and those that reach above it go up without end: a bound is left out for that, and never
both of one step. Application Auto Scaling refuses other steps, and the stack rolls back.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.metrics.steps import steps_of
from sagewire.validator.objection import Objection
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import backlog, scaled, step, wake_up
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_LOWER, _UPPER = "MetricIntervalLowerBound", "MetricIntervalUpperBound"


class _Interval(NamedTuple):
    """Where a step begins and ends, counted from the threshold."""

    lower: float
    upper: float
    step: Value


def _check(graph: Graph) -> Iterator[Fault]:
    for target in graph.scalable_targets:
        for policy in target.policies:
            refusal = next(_refusals(_intervals(steps_of(policy))), None)
            if refusal is not None:
                yield fault(refusal.at, policy.logical_id, reason=refusal.reason, remedy=refusal.remedy)


def _intervals(steps: Sequence[Value]) -> Sequence[_Interval]:
    """The intervals of the steps, from below; nothing where one of them is not known."""
    found = [(_bound(step[_LOWER], -math.inf), _bound(step[_UPPER], math.inf), step) for step in steps]
    known = [_Interval(*one) for one in found if not any(math.isnan(bound) for bound in one[:2])]
    return sorted(known, key=lambda one: one[:2]) if len(known) == len(found) else ()


def _bound(value: Value, absent: float) -> float:
    if value.absent:
        return absent
    return math.nan if value.number is None else value.number


def _refusals(intervals: Sequence[_Interval]) -> Iterator[Objection]:
    for lower, upper, at in intervals:
        if math.isinf(lower) and math.isinf(upper):
            yield Objection(at[_LOWER], "a step has no bound at all", f"Set {_LOWER} to 0.")
        elif lower >= upper:
            reason = f"a step begins at {figure(lower)} and ends at {figure(upper)}"
            yield Objection(at[_UPPER], reason, f"Set {_UPPER} above {_LOWER}.")
    for one, other in pairwise(intervals):
        if not math.isclose(one.upper, other.lower):
            what = "leave a gap" if one.upper < other.lower else "overlap"
            reason = f"the step to {_said(one.upper)} and the one from {_said(other.lower)} {what}"
            yield Objection(other.step[_LOWER], reason, "Let each step begin where the one before it ends.")
    yield from _ends(intervals)


def _said(bound: float) -> str:
    return "no end" if math.isinf(bound) else figure(bound)


def _ends(intervals: Sequence[_Interval]) -> Iterator[Objection]:
    if intervals and -math.inf < intervals[0].lower < 0:
        reason = f"the lowest step begins at {figure(intervals[0].lower)}, and none reaches down from there"
        yield Objection(intervals[0].step[_LOWER], reason, f"Leave out {_LOWER} of the lowest step.")
    if intervals and 0 < intervals[-1].upper < math.inf:
        reason = f"the highest step ends at {figure(intervals[-1].upper)}, and none reaches up from there"
        yield Objection(intervals[-1].step[_UPPER], reason, f"Leave out {_UPPER} of the highest step.")


def _ending(**bounds: int) -> dict[str, dict[str, object]]:
    settings = {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"ScalingAdjustment": 1, **bounds}]}
    return step(StepScalingPolicyConfiguration=settings)


_SCALED = {**asynchronous(), **scaled(MinCapacity=0, policy={**backlog(), **wake_up()})}
RULE = Rule(
    id="SW637",
    title="steps of scaling that do not join",
    severity=Severity.ERROR,
    why=__doc__,
    message="the steps of {found} are refused: {reason}",
    fix="{remedy}",
    source="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepAdjustment.html",
    check=_check,
    wrong=lambda: template(_SCALED, _ending(MetricIntervalLowerBound=0, MetricIntervalUpperBound=10)),
    right=lambda: template(_SCALED, _ending(MetricIntervalLowerBound=0)),
)
