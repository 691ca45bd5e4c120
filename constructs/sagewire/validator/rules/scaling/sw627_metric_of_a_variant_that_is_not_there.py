"""A metric of a variant is found by the very letters of its VariantName. Of a variant that the endpoint does not have
there are no data: the alarm stays silent, and undoes no rollout that it is named for. A policy that scales by such a
metric is an error, since it does nothing at all.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.published_metrics import VARIANT_NAME
from sagewire.validator.graph import Graph
from sagewire.validator.graph.alarm import Watch
from sagewire.validator.metrics.variant_names import variant_names
from sagewire.validator.metrics.watched_metrics import tracked_metrics, watched_metrics
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import ENDPOINT_DIMENSIONS, alarm
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity

_SILENT, _IDLE = "the alarm stays silent", "the policy never acts"


def _check(graph: Graph) -> Iterator[Fault]:
    yield from (_fault(watch, None, _SILENT) for watch in graph.view(watched_metrics) if _is_missing(watch))
    yield from (_fault(watch, Severity.ERROR, _IDLE) for watch in graph.view(tracked_metrics) if _is_missing(watch))


def _is_missing(watch: Watch) -> bool:
    known, named = variant_names(watch.endpoint), (watch.dimensions or {}).get(VARIANT_NAME)
    return bool(known) and named is not None and named.text is not None and named.text not in known


def _fault(watch: Watch, severity: Severity | None, effect: str) -> Fault:
    known, named = variant_names(watch.endpoint), (watch.dimensions or {})[VARIANT_NAME]
    return fault(named, limit=", ".join(known), severity=severity, metric=watch.metric.shown, effect=effect)


RULE = Rule(
    id="SW627",
    title="metric of a variant that the endpoint does not have",
    severity=Severity.WARNING,
    why=__doc__,
    message="looks for {metric} of the variant {found}; the endpoint has {limit}: there are no data, and {effect}",
    fix="Set VariantName to that of the endpoint's configuration: {limit}.",
    source=f"{SAGEMAKER}/dg/monitoring-cloudwatch.html",
    check=_check,
    wrong=lambda: template(real_time(), alarm("Invocation5XXErrors", {**ENDPOINT_DIMENSIONS, "VariantName": "Main"})),
    right=lambda: template(
        real_time(), alarm("Invocation5XXErrors", {**ENDPOINT_DIMENSIONS, "VariantName": "AllTraffic"})
    ),
)
