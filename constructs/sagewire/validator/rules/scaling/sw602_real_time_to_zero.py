"""A real-time endpoint keeps one instance at least; only asynchronous endpoints and inference components scale to zero.
Application Auto Scaling refuses the smaller bound, and the stack rolls back.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.published_metrics import REAL_TIME
from sagewire.validator.graph import Graph
from sagewire.validator.graph.scaling import INSTANCES
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import scaled
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for target in graph.scalable_targets:
        if target.dimension == INSTANCES and target.publisher == REAL_TIME:
            yield from (fault(least) for least, _ in target.bounds if least.number == 0)


RULE = Rule(
    id="SW602",
    title="real-time endpoint scales to zero",
    severity=Severity.ERROR,
    why=__doc__,
    message="scales a real-time endpoint to {found} instances; it keeps one at least",
    fix="Set MinCapacity to 1 or more, or serve the model by an asynchronous endpoint or an inference component.",
    source=f"{SAGEMAKER}/dg/endpoint-auto-scaling-zero-instances.html",
    check=_check,
    wrong=lambda: template(real_time(), scaled(MinCapacity=0)),
    right=lambda: template(real_time(), scaled(MinCapacity=2)),
)
