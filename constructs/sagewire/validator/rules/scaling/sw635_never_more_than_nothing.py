"""Between a least and a most of 0 there is nothing to scale: a policy may take away what an endpoint began with, and
never adds any of it again. Requests to an asynchronous endpoint wait until they expire, and an inference component
without copies fails them. To switch something off for a while its scaling can be suspended instead.
"""

from collections.abc import Iterator

from sagewire.published_metrics import ASYNCHRONOUS, COMPONENT
from sagewire.validator.graph import Graph
from sagewire.validator.graph.scaling import COPIES, INSTANCES
from sagewire.validator.metrics.waking import never_anything
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import backlog, scaled, wake_up
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity

# Nothing else may be scaled to nothing at all.
_NOUNS = {(INSTANCES, ASYNCHRONOUS): "an instance", (COPIES, COMPONENT): "a copy"}


def _check(graph: Graph) -> Iterator[Fault]:
    for target in graph.scalable_targets:
        noun = _NOUNS.get((target.dimension or "", target.publisher or ""))
        if noun and never_anything(target):
            yield fault(target["MaxCapacity"], noun=noun)


RULE = Rule(
    id="SW635",
    title="scaled to nothing at most",
    severity=Severity.WARNING,
    why=__doc__,
    message="{resource} scales from 0 to {found}: nothing ever adds {noun}, and what there is at first is taken away",
    fix="Set MaxCapacity to 1 or more.",
    source="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
    check=_check,
    wrong=lambda: template(asynchronous(), scaled(MinCapacity=0, MaxCapacity=0, policy=backlog())),
    right=lambda: template(asynchronous(), scaled(MinCapacity=0, policy={**backlog(), **wake_up()})),
)
