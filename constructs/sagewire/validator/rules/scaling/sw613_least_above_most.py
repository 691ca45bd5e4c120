"""The least is above the most: Application Auto Scaling, or SageMaker for the instances that it manages itself, refuses
this, and the stack rolls back.
"""

from collections.abc import Iterator

from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import scaled
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value


def _bounds(graph: Graph) -> Iterator[tuple[Value, Value]]:
    for target in graph.scalable_targets:
        yield from target.bounds
    for config in graph.configs:
        for variant in config.variants:
            managed = variant["ManagedInstanceScaling"]
            yield managed["MinInstanceCount"], managed["MaxInstanceCount"]


def _check(graph: Graph) -> Iterator[Fault]:
    for least, most in _bounds(graph):
        if least.number is not None and most.number is not None and least.number > most.number:
            yield fault(least, limit=figure(most.number), least=least.name, most=most.name)


RULE = Rule(
    id="SW613",
    title="least capacity is above the most",
    severity=Severity.ERROR,
    why=__doc__,
    message="{least} is {found}, above {most}, {limit}",
    fix="Make {least} smaller, or {most} larger.",
    source="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
    check=_check,
    wrong=lambda: template(real_time(), scaled(MinCapacity=9)),
    right=lambda: template(real_time(), scaled(MinCapacity=2)),
)
