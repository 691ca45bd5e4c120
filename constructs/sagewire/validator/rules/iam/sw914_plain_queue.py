"""SQS encrypts what lies in a queue unless it is told not to. Requests that a model is asked hold what people wrote,
and the dead letters among them lie there for days. Looks at the queues that functions of inference read, and at those
that keep what such functions, their rules and their topics could not deal with.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.messages.dead_letters import dead_letter_queues
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for each in dict.fromkeys([*graph.view(Inference).queues, *dead_letter_queues(graph)]):
        if not each.resource["KmsMasterKeyId"].absent:
            continue
        encrypted = each.resource["SqsManagedSseEnabled"]
        if encrypted.flag is False:
            yield fault(encrypted)


RULE = Rule(
    id="SW914",
    title="queue is not encrypted",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
    message="SqsManagedSseEnabled is {found} and there is no key: what is sent to {resource} lies there as it came",
    fix="Leave SqsManagedSseEnabled out, or name a key in KmsMasterKeyId.",
    check=_check,
    wrong=lambda: template(serverless(), function(), queue(SqsManagedSseEnabled=False), mapping()),
    right=lambda: template(serverless(), function(), queue(), mapping()),
)
