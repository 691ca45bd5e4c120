"""CloudWatch takes an alarm on any metric, also on one that nobody publishes: it has no data for ever, and stays silent
whatever happens. It is a warning, since the endpoint works without it.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.metrics.watched_metrics import never_published, watched_metrics
from sagewire.validator.rule import Fault, Rule
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import alarm
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    return never_published(graph.view(watched_metrics))


RULE = Rule(
    id="SW607",
    title="alarm on a metric that is never published",
    severity=Severity.WARNING,
    why=__doc__,
    message="watches {found} of {namespace}, which {kind} never publishes: the alarm stays silent",
    fix="This one has no data; {instead}.",
    source=f"{SAGEMAKER}/dg/monitoring-cloudwatch.html",
    check=_check,
    wrong=lambda: template(asynchronous(), alarm("InvocationModelErrors")),
    right=lambda: template(asynchronous(), alarm("InvocationFailures")),
)
