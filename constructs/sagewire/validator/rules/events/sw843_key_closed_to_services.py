"""The key that AWS manages for SQS can be used by this account's users and roles, not by other services, and nobody
can change its policy. EventBridge, SNS and S3 cannot send to a queue that it encrypts: their messages are dropped
without notice. Looks at queues that functions of inference read, and at dead-letter queues of rules and
subscriptions.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.messages.senders import senders
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import topic_to_queue
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_OF_AWS = "alias/aws/sqs"


def _check(graph: Graph) -> Iterator[Fault]:
    read = set(graph.view(Inference).queues)
    sent = {sender.queue: sender.service for sender in graph.view(senders) if sender.failures or sender.queue in read}
    for filled, service in sent.items():
        key = filled.resource["KmsMasterKeyId"]
        if (key.text or "").endswith(_OF_AWS):
            yield fault(key, service=f"{service}.amazonaws.com")


RULE = Rule(
    id="SW843",
    title="queue is encrypted with a key that its sender may not use",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
    message="{service} sends to {resource}, and may not use its key {found}, whose policy nobody can change",
    fix="Set SqsManagedSseEnabled instead, or take a key of your own whose policy lets {service} use it.",
    check=_check,
    wrong=lambda: template(serverless(), function(), queue(KmsMasterKeyId=_OF_AWS), mapping(), topic_to_queue()),
    right=lambda: template(serverless(), function(), queue(SqsManagedSseEnabled=True), mapping(), topic_to_queue()),
)
