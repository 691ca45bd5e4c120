"""A policy has the settings of its type: steps for StepScaling, a metric and its target for TargetTrackingScaling.
Application Auto Scaling refuses one without them, and the stack rolls back.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.scaling import TRACKING
from sagewire.validator.metrics.steps import STEPS
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import scaled, tracking
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource

_SETTINGS = {"StepScaling": STEPS, "TargetTrackingScaling": TRACKING}


def _check(graph: Graph) -> Iterator[Fault]:
    for target in graph.scalable_targets:
        for policy in target.policies:
            stated = policy["PolicyType"]
            needed = _SETTINGS.get(stated.text or "")
            if needed is not None and policy[needed].absent:
                yield fault(stated, needed=needed, remedy=_remedy(policy, needed))


def _remedy(policy: Resource, needed: str) -> str:
    """The type that goes with the settings that are there, or else to put in those that are needed."""
    fitting = [name for name, settings in _SETTINGS.items() if policy[settings].present]
    return f"Set PolicyType to {fitting[0]}." if fitting else f"Add a {needed}."


RULE = Rule(
    id="SW638",
    title="policy without the settings of its type",
    severity=Severity.ERROR,
    why=__doc__,
    message="PolicyType of {resource} is {found}, and it has no {needed}: Application Auto Scaling refuses it",
    fix="{remedy}",
    source="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html",
    check=_check,
    wrong=lambda: template(real_time(), scaled(policy=tracking(PolicyType="StepScaling"))),
    right=lambda: template(real_time(), scaled(policy=tracking(PolicyType="TargetTrackingScaling"))),
)
