"""A metric is found by its exact dimensions. With others there are no data, no error either, and the capacity stays as
it is whatever the load. The backlog of an asynchronous endpoint is the endpoint's, and has no VariantName.
It is an error, since such a policy does nothing at all.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.metrics.watched_metrics import found_by_others, tracked_metrics
from sagewire.validator.rule import Fault, Rule
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import VARIANT_DIMENSIONS, backlog, customized, scaled, tracking
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity

_BACKLOG = customized("ApproximateBacklogSizePerInstance", VARIANT_DIMENSIONS)


def _check(graph: Graph) -> Iterator[Fault]:
    return found_by_others(graph.view(tracked_metrics))


RULE = Rule(
    id="SW606",
    title="scaling goes by a metric with other dimensions than it has",
    severity=Severity.ERROR,
    why=__doc__,
    message="tracks {metric} by the dimensions {found}; it has {limit}: there are no data, and the policy never acts",
    fix="Give {metric} exactly these dimensions: {limit}.",
    source=f"{SAGEMAKER}/dg/monitoring-cloudwatch.html",
    check=_check,
    wrong=lambda: template(asynchronous(), scaled(policy=tracking(customized=_BACKLOG, value=5))),
    right=lambda: template(asynchronous(), scaled(policy=backlog())),
)
