"""What an endpoint begins with, and falls back to at an update that does not retain it, is corrected as soon as it is
scaled: instances are started, or taken away, right after the deployment has paid for others.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.metrics.waking import never_anything
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import scaled
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for target in graph.scalable_targets:
        least, most, initial = target["MinCapacity"].number, target["MaxCapacity"].number, target.initial
        if initial is None or initial.number is None or least is None or most is None or least > most:
            continue
        # Where nothing is allowed at all, the bounds are what is wrong.
        if not least <= initial.number <= most and not never_anything(target):
            bounds = f"{figure(least)} to {figure(most)}"
            yield fault(initial, limit=bounds, name=initial.name, target=target.resource.logical_id)


RULE = Rule(
    id="SW612",
    title="initial count is outside the bounds of its scaling",
    severity=Severity.WARNING,
    why=__doc__,
    message="{name} is {found}, and {target} scales from {limit}",
    fix="Set {name} to a figure from {limit}, or change the bounds of {target}.",
    source=f"{SAGEMAKER}/dg/endpoint-auto-scaling-prerequisites.html",
    check=_check,
    wrong=lambda: template(real_time(), scaled(MinCapacity=3)),
    right=lambda: template(real_time(), scaled(MinCapacity=2)),
)
