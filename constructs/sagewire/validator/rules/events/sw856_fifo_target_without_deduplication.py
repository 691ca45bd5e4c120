"""A FIFO queue takes a message only with an id by which it tells those that it has had already, or if it makes that
of the content. EventBridge gives no such id: what a rule sends never arrives in a queue that does not make its own.
Looks at all rules of the templates.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.queue import Queue
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import fifo_queue, rule_to_queue
from sagewire.validator.samples.invoking import function, mapping
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    sent: dict[Queue, str] = {}
    for rule in graph.view(Inference).rules:
        for target in rule.targets:
            if target.queue is not None:
                sent.setdefault(target.queue, rule.resource.logical_id)
    for queue, named in sent.items():
        switch = queue.resource["ContentBasedDeduplication"]
        if queue.fifo and (switch.absent or switch.flag is False):
            yield fault(switch, rule=named)


RULE = Rule(
    id="SW856",
    title="rule sends to a FIFO queue that does not tell messages apart by their content",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html",
    message="{rule} sends to {resource}, a FIFO queue, which refuses its messages without ContentBasedDeduplication",
    fix="Set ContentBasedDeduplication of {resource} to true, or take a standard queue.",
    check=_check,
    wrong=lambda: template(serverless(), function(), fifo_queue(), mapping(), rule_to_queue(group="pages")),
    right=lambda: template(
        serverless(), function(), fifo_queue(ContentBasedDeduplication=True), mapping(), rule_to_queue(group="pages")
    ),
)
