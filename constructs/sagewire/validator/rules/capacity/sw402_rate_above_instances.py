"""A rate times the time that each request takes is the number of requests that are under way at once (Little's law).
Where the instances, as many as there may become, take fewer at a time, requests wait for one another until they time
out. An instance is taken to work on as many requests as its container's environment says; where that says nothing,
and there is no accelerator, on one for each vCPU, as model servers do by default.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.published_metrics import REAL_TIME
from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Variant
from sagewire.validator.loads.demand import demands, path_of
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import real_time
from sagewire.validator.serving.fleet import most_instances
from sagewire.validator.serving.hardware import hosts_of
from sagewire.validator.serving.workers import requests_at_once, tells_nothing
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for demand in demands(graph):
        variants = demand.endpoint.variants
        if demand.endpoint.kind != REAL_TIME or len(variants) != 1:
            continue
        count = most_instances(graph, demand.endpoint, variants[0])
        each, why = _at_once(variants[0])
        if count is not None and each is not None and demand.concurrency > count.instances * each:
            words: dict[str, Any] = {"said": demand.said, "wanted": demand.at_once, "instances": count.said}
            words |= {"each": figure(each), "why": why}
            yield fault(count.at, limit=f"room for {demand.at_once}", path=path_of(graph, demand), **words)


def _at_once(variant: Variant) -> tuple[float | None, str]:
    """Requests that an instance works on at a time, and how that is known."""
    told = requests_at_once(variant.model) if variant.model else None
    if told is not None:
        return told.number, told.name
    hosts = hosts_of(variant)
    if variant.model is None or not tells_nothing(variant.model) or any(host.accelerators for host in hosts):
        return None, ""
    return max((host.vcpus for host in hosts), default=None), "one for each vCPU"


RULE = Rule(
    id="SW402",
    title="peak rate is above what the instances take",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-loadtest.html",
    message="the stated peak, {said}, is {wanted} at a time if each takes as long; the endpoint has"
    " {instances} at most, for {each} at a time each ({why})",
    fix="Allow more or larger instances, or more workers, so that {wanted} requests are worked on at a time.",
    check=_check,
    wrong=lambda: template(real_time(stated={"latencyMilliseconds": 500}), function(stated={"peakRate": 20})),
    right=lambda: template(real_time(stated={"latencyMilliseconds": 500}), function(stated={"peakRate": 16})),
)
