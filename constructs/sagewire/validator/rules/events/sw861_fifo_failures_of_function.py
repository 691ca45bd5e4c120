"""Lambda sends what became of an asynchronous call to standard queues and standard topics alone, be it as a
destination or as the function's dead-letter queue. A FIFO queue or a FIFO topic is refused, or nothing arrives there.
Looks at all functions of the templates.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.names import TOPIC
from sagewire.validator.graph.queue import QUEUE
from sagewire.validator.messages.failures import destinations
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import fifo_failures
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_SWITCH = {QUEUE: "FifoQueue", TOPIC: "FifoTopic"}
_KIND = {QUEUE: "queue", TOPIC: "topic"}


def _check(graph: Graph) -> Iterator[Fault]:
    for called in graph.functions:
        for at in destinations(graph, called):
            target = None if at.unknown else graph.resource_behind(at, *_SWITCH)
            if target is not None and target[_SWITCH[target.type]].flag:
                yield fault(at, target.logical_id, kind=_KIND[target.type], function=called.resource.logical_id)


RULE = Rule(
    id="SW861",
    title="failures of a function go to a FIFO queue or topic",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
    message="{found} is a FIFO {kind}; Lambda sends what became of {function}'s calls to standard ones alone",
    fix="Name a standard {kind}.",
    check=_check,
    wrong=lambda: template(serverless(), function(), fifo_failures()),
    right=lambda: template(serverless(), function(), event_rule()),
)
