"""CloudWatch takes a policy on any metric, also on one that nobody publishes: it has no data for ever, and the capacity
stays as it is whatever the load. It is an error, since such a policy does nothing at all; a warning for endpoints whose
metrics AWS does not list in full.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.metrics.watched_metrics import never_published, tracked_metrics
from sagewire.validator.rule import Fault, Rule
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import backlog, customized, scaled, tracking
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    return never_published(graph.view(tracked_metrics))


RULE = Rule(
    id="SW605",
    title="scaling goes by a metric that is never published",
    severity=Severity.ERROR,
    why=__doc__,
    message="tracks {found} of {namespace}, which {kind} never publishes: the policy never acts",
    fix="This one has no data; {instead}.",
    source=f"{SAGEMAKER}/dg/monitoring-cloudwatch.html",
    check=_check,
    wrong=lambda: template(
        asynchronous(), scaled(policy=tracking(customized=customized("InvocationsPerInstance"), value=5))
    ),
    right=lambda: template(asynchronous(), scaled(policy=backlog())),
)
