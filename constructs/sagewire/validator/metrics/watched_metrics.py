"""Whether a metric that an alarm, or a scaling policy, watches is ever published as it is asked for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache

from sagewire.published_metrics import (
    ASYNCHRONOUS,
    COMPONENT,
    COMPONENT_HOST,
    COMPONENTS_NAMESPACE,
    INSTANCES_NAMESPACE,
    INVOCATIONS_NAMESPACE,
    METRICS,
    REAL_TIME,
    SERVERLESS,
    VARIANT_NAME,
    PublishedMetric,
    page_of,
    published_by,
    replacement,
)
from sagewire.validator.graph import Graph
from sagewire.validator.graph.alarm import Watch
from sagewire.validator.graph.endpoint import Variant
from sagewire.validator.graph.scaling import tracked
from sagewire.validator.nouns import NOUNS
from sagewire.validator.rule import Fault, fault
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

NAMESPACES = (INVOCATIONS_NAMESPACE, INSTANCES_NAMESPACE, COMPONENTS_NAMESPACE)
# AWS calls the lists of these exhaustive.
_LISTED = (SERVERLESS, ASYNCHRONOUS)
_ALIKE = frozenset({REAL_TIME, COMPONENT})
# What may stand beside a metric's own dimensions, for a part of the same figures.
_PARTS = frozenset({"EndpointConfigName", "InstanceId", "ContainerId", "ContainerName", "AcceleratorId"})
# Names that are more alike are one that is mistyped; AWS's own differ by more, or are all listed.
_MISTYPED, _NEAREST = 0.9, 3
# What API Gateway calls the same, and what people make of it.
_CALLED_ELSEWHERE = {
    "4xxerror": "Invocation4XXErrors",
    "5xxerror": "Invocation5XXErrors",
    "4xxerrors": "Invocation4XXErrors",
    "5xxerrors": "Invocation5XXErrors",
    "modelerrors": "InvocationModelErrors",
    "latency": "ModelLatency",
}
# Averages, trimmed ones too, percentiles, and the least and the most; of a rank, a sum or a count nothing is said.
_ONE_OF_THEM = re.compile(r"average|minimum|maximum|iqm|(?:p|tm|wm)[0-9.]+|(?:tm|wm)\(.*\)", re.IGNORECASE)


def tracked_metrics(graph: Graph) -> Sequence[Watch]:
    """SageMaker's metrics that the scaling of its endpoints goes by, but for those that AWS predefines."""
    policies = (policy for target in graph.scalable_targets for policy in target.policies)
    found = (watch for policy in policies for watch in tracked(graph, policy))
    return [watch for watch in found if watch.namespace in NAMESPACES]


def watched_metrics(graph: Graph) -> Sequence[Watch]:
    """SageMaker's metrics that alarms watch."""
    return [watch for watch in graph.watches if watch.namespace in NAMESPACES]


def asked_metrics(graph: Graph) -> Sequence[Watch]:
    """Both: what alarms watch, and what policies track."""
    return [*graph.view(watched_metrics), *graph.view(tracked_metrics)]


def published_as(watch: Watch) -> Sequence[PublishedMetric]:
    """What is published under its name in its namespace, by its publisher if that is known, else by anyone."""
    found = _by_namespace_and_name().get((watch.namespace, watch.metric.text), ())
    return [metric for metric in found if watch.publisher is None or watch.publisher in metric.publishers]


def silent(watch: Watch) -> Mapping[str, str] | None:
    """Who certainly publishes no such metric, and what to do instead, as messages say it; None if it is not certain."""
    publisher, name = watch.publisher, watch.metric.text
    if name is None or _enhanced(watch):
        return None
    named = _metrics_by_name().get(name, ())
    namespaces = {metric.namespace for metric in named if publisher is None or publisher in metric.publishers}
    kind = NOUNS.get(publisher or "", "SageMaker")
    if namespaces:
        elsewhere = f"its namespace is {' or '.join(sorted(namespaces))}"
        return None if watch.namespace in namespaces else {"kind": kind, "instead": elsewhere}
    if publisher is not None and _exhaustive(publisher, name):
        return {"kind": kind, "instead": replacement(publisher, name) or _nearest(publisher, name)}
    meant = _mistyped(watch, name)
    return {"kind": kind, "instead": f"take {meant}"} if meant else None


def _mistyped(watch: Watch, name: str) -> str | None:
    """The metric of its namespace that a name is a mistyped one of, or what others call so."""
    metrics = published_by(watch.publisher).values() if watch.publisher else METRICS
    known = {metric.name.casefold(): metric.name for metric in metrics if metric.namespace == watch.namespace}
    same = _CALLED_ELSEWHERE.get(name.casefold(), "").casefold()
    found = [same] if same in known else get_close_matches(name.casefold(), known, n=1, cutoff=_MISTYPED)
    return known[found[0]] if found else None


def _nearest(publisher: str, name: str) -> str:
    """The metrics of a publisher whose names are most like this one; all of them are too many for a sentence."""
    found = get_close_matches(name, sorted(published_by(publisher)), n=_NEAREST, cutoff=0)
    return f"by name the nearest are {', '.join(found)}, and {page_of(publisher)} has all of them"


def wrong_dimensions(watch: Watch) -> Sequence[str] | None:
    """The dimensions that it should have, if those that it has certainly have no data."""
    allowed = [metric.dimensions for metric in published_as(watch)]
    if watch.dimensions is None or not allowed or _enhanced(watch):
        return None
    stated = frozenset(watch.dimensions)
    if any(stated - (_PARTS - frozenset(dimensions)) == frozenset(dimensions) for dimensions in allowed):
        return None
    return allowed[0]


def _exhaustive(publisher: str, name: str) -> bool:
    """Whether the lists that AWS gives are certain to hold a metric if this publisher has it."""
    others = _publishers_by_name().get(name.casefold(), frozenset())
    # What the endpoint of inference components publishes itself of their invocations stands on no page.
    foreign = not others & _ALIKE if publisher == COMPONENT_HOST else True
    return publisher in _LISTED or (bool(others) and foreign)


def never_published(watches: Iterable[Watch]) -> Iterator[Fault]:
    """A fault for each metric that nobody publishes; a warning where AWS's list may leave something out."""
    for watch in watches:
        words = silent(watch)
        if words is not None:
            yield fault(
                watch.metric,
                severity=None if watch.publisher in _LISTED else Severity.WARNING,
                namespace=watch.namespace,
                kind=words["kind"],
                instead=words["instead"],
            )


def found_by_others(watches: Iterable[Watch]) -> Iterator[Fault]:
    """A fault for each metric that is looked for by dimensions under which there is none."""
    for watch in watches:
        expected = wrong_dimensions(watch)
        if expected and silent(watch) is None:
            found = ", ".join(watch.dimensions or ()) or "none"
            yield fault(watch.value["Dimensions"], found, limit=", ".join(expected), metric=watch.metric.text)


def watched_variant(watch: Watch) -> Variant | None:
    """The variant whose metric it is, by its name among those of its endpoint."""
    named, config = (watch.dimensions or {}).get(VARIANT_NAME), watch.endpoint.config if watch.endpoint else None
    if named is None or named.text is None or config is None:
        return None
    return next((variant for variant in config.all_variants if variant.name == named.text), None)


def on_its_own_scale(watch: Watch) -> bool:
    """Whether what is made of a period's data is a figure as each of them is: neither a sum nor a count of them."""
    return bool(_ONE_OF_THEM.fullmatch(watch.statistic or ""))


def goes_off_above(watch: Watch) -> Value | None:
    """The threshold of an alarm that goes off above it, on the metric itself: neither a sum nor a count of it."""
    above = (watch.alarm["ComparisonOperator"].text or "").startswith("GreaterThan")
    return watch.alarm["Threshold"] if watch.compared and above and on_its_own_scale(watch) else None


def _enhanced(watch: Watch) -> bool:
    """Whether its endpoint may publish more than the usual."""
    endpoint = watch.named_endpoint
    config = endpoint.config if endpoint else None
    return config is not None and not config.resource["MetricsConfig"].absent


@cache
def _by_namespace_and_name() -> Mapping[tuple[str | None, str | None], Sequence[PublishedMetric]]:
    found: defaultdict[tuple[str | None, str | None], list[PublishedMetric]] = defaultdict(list)
    for metric in METRICS:
        found[metric.namespace, metric.name].append(metric)
    return found


@cache
def _metrics_by_name() -> Mapping[str, Sequence[PublishedMetric]]:
    found: defaultdict[str, list[PublishedMetric]] = defaultdict(list)
    for metric in METRICS:
        found[metric.name].append(metric)
    return found


@cache
def _publishers_by_name() -> Mapping[str, frozenset[str]]:
    # Without case: CloudWatch tells Invocation4xxErrors and Invocation4XXErrors apart, people do not.
    found: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for metric in METRICS:
        found[metric.name.casefold()] |= metric.publishers
    return found
