"""Where EventBridge Scheduler cannot call the function, because it is throttled for long, or the role may not, the
call is dropped, and only a metric tells that a run is missing. Looks at schedules of one moment, at(...), of functions
that are part of inference: what goes by a rate or by cron comes again.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import schedule
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_ONCE: dict[str, Any] = {"ScheduleExpression": "at(2027-01-01T03:00:00)"}


def _check(graph: Graph) -> Iterator[Fault]:
    for way in graph.view(Inference).schedules:
        unsent = way.resource["Target"]["DeadLetterConfig"]
        if unsent.absent and not way.comes_again:
            yield fault(unsent, function=way.function.resource.logical_id)


RULE = Rule(
    id="SW819",
    title="schedule drops calls that it cannot make",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html",
    message="the target has no dead-letter queue: calls that do not reach {function} are dropped without notice",
    fix="Give the target a DeadLetterConfig, and let the schedule's role send to that queue.",
    check=_check,
    wrong=lambda: template(serverless(), function(), schedule(target={"DeadLetterConfig": None}, **_ONCE)),
    right=lambda: template(serverless(), function(), schedule(**_ONCE)),
)
