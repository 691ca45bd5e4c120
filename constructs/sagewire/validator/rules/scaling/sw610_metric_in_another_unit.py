"""An alarm, or a policy, that names a unit sees the data in this unit alone. SageMaker publishes each metric in one
unit: with another one there are no data, and the alarm stays silent.
"""

from collections.abc import Iterator

from sagewire.limits.sources import ALARM
from sagewire.validator.graph import Graph
from sagewire.validator.metrics.watched_metrics import asked_metrics, published_as
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import alarm
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for watch in graph.view(asked_metrics):
        units = {metric.unit for metric in published_as(watch)}
        if watch.unit.text and units and None not in units and watch.unit.text not in units:
            yield fault(watch.unit, limit=" or ".join(sorted(map(str, units))), metric=watch.metric.text)


RULE = Rule(
    id="SW610",
    title="metric is looked for in a unit that it does not have",
    severity=Severity.WARNING,
    why=__doc__,
    message="looks for {metric} in the unit {found}; it is published in {limit}, so that there are no data",
    fix="Set Unit to {limit}, or leave it out.",
    source=ALARM,
    check=_check,
    wrong=lambda: template(real_time(), alarm("ModelLatency", Threshold=2_000_000, Unit="Milliseconds")),
    right=lambda: template(real_time(), alarm("ModelLatency", Threshold=2_000_000, Unit="Microseconds")),
)
