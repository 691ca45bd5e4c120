"""A queue may say whose dead-letter queue it is: any queue's, certain queues', or none's. SQS refuses a source that it
does not allow. Looks at all queues of the templates.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.names import name_in
from sagewire.validator.graph.naming import names_others, wholly_listed
from sagewire.validator.graph.queue import QUEUE, Queue
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import queue_and_dead_letters
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_SAID = {"denyAll": "no queue", "byQueue": "other queues"}


def _check(graph: Graph) -> Iterator[Fault]:
    for source in graph.queues:
        target, at = source.dead_letter_queue, source.dead_letters["deadLetterTargetArn"]
        if target is None or at.unknown:
            continue
        allowed = target.resource["RedriveAllowPolicy"]
        said = allowed["redrivePermission"].text
        if said == "denyAll" or (said == "byQueue" and _are_others(allowed["sourceQueueArns"], source)):
            name = target.resource.logical_id
            yield fault(at, name, source=source.resource.logical_id, said=said, whose=_SAID[said])


def _are_others(named: Value, source: Queue) -> bool:
    """Whether all queues that are named are certainly others than a source."""
    return bool(named.listed) and wholly_listed(named) and all(_is_another(one, source) for one in named.listed)


def _is_another(arn: Value, source: Queue) -> bool:
    own, spelt = source.resource["QueueName"].text, name_in(arn.text or "", QUEUE)
    return names_others(arn, source.resource) or (own is not None and spelt is not None and own != spelt)


RULE = Rule(
    id="SW860",
    title="dead-letter queue does not allow its source",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html",
    message="{found} takes dead letters of {whose} ({said}), and {source} names it as its dead-letter queue",
    fix="Leave out RedriveAllowPolicy of {found}, or set byQueue and write the ARN of {source} into sourceQueueArns.",
    check=_check,
    wrong=lambda: template(
        serverless(),
        function(),
        queue_and_dead_letters({"RedriveAllowPolicy": {"redrivePermission": "denyAll"}}),
        mapping(),
    ),
    right=lambda: template(serverless(), function(), queue(), mapping()),
)
