"""A metric is found by its exact dimensions. With others there are no data, no error either, and the alarm stays silent
whatever happens. The dimensions are called EndpointName and VariantName, not Endpoint and Variant. It is a
warning, since the endpoint works without the alarm.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.metrics.watched_metrics import found_by_others, watched_metrics
from sagewire.validator.rule import Fault, Rule
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import ENDPOINT_DIMENSIONS, alarm
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    return found_by_others(graph.view(watched_metrics))


RULE = Rule(
    id="SW608",
    title="alarm on a metric with other dimensions than it has",
    severity=Severity.WARNING,
    why=__doc__,
    message="watches {metric} by the dimensions {found}; it has {limit}: there are no data, and the alarm stays silent",
    fix="Give {metric} exactly these dimensions: {limit}.",
    source=f"{SAGEMAKER}/dg/monitoring-cloudwatch.html",
    check=_check,
    wrong=lambda: template(real_time(), alarm("Invocation5XXErrors", ENDPOINT_DIMENSIONS)),
    right=lambda: template(real_time(), alarm("Invocation5XXErrors")),
)
