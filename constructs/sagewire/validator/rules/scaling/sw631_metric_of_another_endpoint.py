"""A policy scales an endpoint, or an inference component, by the metric of another: it adds capacity when the other one
is busy, and none when its own is. The same is so of two variants of one endpoint. It is a warning, since such a metric
may be meant.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sagewire.limits.sources import SAGEMAKER
from sagewire.published_metrics import VARIANT_NAME
from sagewire.validator.graph import Graph
from sagewire.validator.graph.alarm import Watch
from sagewire.validator.graph.scaling import ScalableTarget
from sagewire.validator.metrics.variant_names import variant_names
from sagewire.validator.metrics.watched_metrics import tracked_metrics
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import Resources, att, template
from sagewire.validator.samples.scaling import VARIANT_DIMENSIONS, customized, scaled, tracking
from sagewire.validator.samples.serving import endpoint, real_time
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource

_TWO = {**real_time(), **endpoint("Other")}


def _check(graph: Graph) -> Iterator[Fault]:
    by_policy = graph.view(_by_policy)
    for target in graph.scalable_targets:
        of = target.component or target.endpoint
        for policy in target.policies if of is not None else ():
            watches = by_policy.get(policy, ())
            others = [_another(target, watch) for watch in watches]
            # What a calculation takes from elsewhere may stand beside what is its own.
            if of is not None and others and None not in others:
                at, metric = watches[0].value["Dimensions"], watches[0].metric.shown
                yield fault(at, of.resource.logical_id, other=others[0], metric=metric)


def _by_policy(graph: Graph) -> Mapping[Resource, Sequence[Watch]]:
    found: defaultdict[Resource, list[Watch]] = defaultdict(list)
    for watch in graph.view(tracked_metrics):
        found[watch.alarm].append(watch)
    return found


def _another(target: ScalableTarget, watch: Watch) -> str | None:
    """What a metric is of, where that certainly is not what is scaled, nor holds it, nor is placed on it."""
    of = watch.component or watch.endpoint
    if of is None:
        return None
    return of.resource.logical_id if of.resource not in _own(target) else _another_variant(target, watch)


def _own(target: ScalableTarget) -> set[Resource]:
    if target.component is not None:
        host = target.component.endpoint
        return {target.component.resource} | ({host.resource} if host else set())
    endpoint = target.endpoint
    return {endpoint.resource, *(placed.resource for placed in endpoint.components)} if endpoint else set()


def _another_variant(target: ScalableTarget, watch: Watch) -> str | None:
    named, known = (watch.dimensions or {}).get(VARIANT_NAME), variant_names(watch.endpoint)
    if target.variant not in known or named is None or named.text not in known or named.text == target.variant:
        return None
    return f"the variant {named.text}"


def _by(logical_id: str) -> Resources:
    dimensions = {**VARIANT_DIMENSIONS, "EndpointName": att(logical_id, "EndpointName")}
    return tracking(customized=customized("InvocationsPerInstance", dimensions, Statistic="Sum"))


RULE = Rule(
    id="SW631",
    title="scaling goes by the metric of another endpoint",
    severity=Severity.WARNING,
    why=__doc__,
    message="{resource} scales {found} by {metric} of {other}: what {found} has to do changes nothing",
    fix="Name what {resource} scales in the dimensions, or give it the ScalingTargetId of {other}.",
    source=f"{SAGEMAKER}/dg/endpoint-auto-scaling-add-code-define.html",
    check=_check,
    wrong=lambda: template(_TWO, scaled(policy=_by("Other"))),
    right=lambda: template(_TWO, scaled(policy=_by("Endpoint"))),
)
