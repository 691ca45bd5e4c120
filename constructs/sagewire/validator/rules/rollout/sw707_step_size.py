"""A canary is at most half of the fleet, the step of a linear rollout 10 to 50 % of it, a batch of a rolling one 5 to
50 %; a count of instances, or copies, is compared with as many as there are. SageMaker refuses
another size; for a fleet of one, of which any count is all, that is not certain, and a warning.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.limits import CANARY_SIZE, LINEAR_STEP, ROLLBACK_BATCH, ROLLING_BATCH, Limit
from sagewire.validator.graph import Graph
from sagewire.validator.graph.rollout import PERCENT, WHOLE, Rollout, rollouts_of
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import blue_green, percent, rolled_out
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value


def _sizes(rollout: Rollout) -> Iterator[tuple[Value, Limit]]:
    if rollout.step is not None:
        limits = {"CanarySize": CANARY_SIZE, "LinearStepSize": LINEAR_STEP}
        yield rollout.step, limits.get(rollout.step.name, ROLLING_BATCH)
    yield rollout.rolling["RollbackMaximumBatchSize"], ROLLBACK_BATCH


def _check(graph: Graph) -> Iterator[Fault]:
    for rollout in graph.view(rollouts_of):
        for size, limit in _sizes(rollout):
            shares = _shares(size, rollout.sizes)
            least = limit.minimum or 0
            # A count of a fleet that scales is wrong only if it is whatever the fleet's size.
            if shares and (max(shares) < least or min(shares) > limit.value):
                share = f"{(shares[0] if max(shares) < least else shares[1]):.3g} %"
                stated = share if size["Type"].text == PERCENT else f"{size['Value'].shown}, {share}"
                severity = Severity.WARNING if _of_one(size, rollout.sizes) else None
                words: dict[str, Any] = {"name": size.name, "stated": stated, "allowed": f"{least} to {limit.value} %"}
                yield fault(size["Value"], limit=words["allowed"], severity=severity, **words)


def _of_one(size: Value, sizes: tuple[float, float] | None) -> bool:
    """Whether it is a count of a fleet of one, of which there is no smaller part."""
    return size["Type"].text != PERCENT and sizes is not None and sizes[1] == 1


def _shares(size: Value, sizes: tuple[float, float] | None) -> tuple[float, float] | None:
    """In percent: of the smallest and of the largest fleet."""
    value, unit = size["Value"].number, size["Type"].text
    if value is None or unit is None:
        return None
    if unit == PERCENT:
        return value, value
    return (WHOLE * value / sizes[0], WHOLE * value / sizes[1]) if sizes else None


RULE = Rule(
    id="SW707",
    title="step of a rollout is too small or too large",
    severity=Severity.ERROR,
    why=__doc__,
    limit=CANARY_SIZE,
    message="{name} is {stated} of the fleet; allowed are {allowed}",
    fix="Give a size of {limit} of the fleet, or more instances.",
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html",
    check=_check,
    wrong=lambda: template(real_time(), rolled_out(blue_green(routing={"CanarySize": percent(51)}))),
    right=lambda: template(real_time(), rolled_out(blue_green(routing={"CanarySize": percent(50)}))),
)
