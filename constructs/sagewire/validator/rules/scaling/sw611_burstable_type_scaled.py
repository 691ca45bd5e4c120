"""SageMaker does not scale burstable instances, which by themselves give more under load: the scalable target is
refused, and the stack rolls back.
"""

from collections.abc import Iterator

from sagewire.instances import facts
from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.graph.scaling import INSTANCES
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import scaled
from sagewire.validator.samples.serving import real_time
from sagewire.validator.serving.hardware import types_of
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for target in graph.scalable_targets:
        variant = target.scaled_variant if target.dimension == INSTANCES else None
        for stated in types_of(variant) if variant else ():
            known = facts(stated.text or "")
            if known and known.burstable:
                yield fault(stated, target=target.resource.logical_id)


RULE = Rule(
    id="SW611",
    title="burstable instances are scaled",
    severity=Severity.ERROR,
    why=__doc__,
    message="{target} scales instances of type {found}, which are burstable; SageMaker does not scale these",
    fix="Take a type that is not burstable, such as ml.c7i.large or ml.m7i.large, or leave {target} out.",
    source=f"{SAGEMAKER}/dg/endpoint-auto-scaling-add-console.html",
    check=_check,
    wrong=lambda: template(real_time(variant={"InstanceType": "ml.t2.medium"}), scaled()),
    right=lambda: template(real_time(variant={"InstanceType": "ml.m5.large"}), scaled()),
)
