"""The key that AWS manages for SQS can be used by this account's users and roles, not by other services, and nobody
can change its policy; a key of one's own must let them by name, since what it lets its account do is not theirs.
EventBridge, SNS and S3 cannot send to a queue that is encrypted with another: their messages are dropped without
notice. Looks at queues that functions of inference read, or that hear of an asynchronous endpoint's answers, and at
dead-letter queues of rules and subscriptions.
"""

from collections import defaultdict
from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.queue import Queue
from sagewire.validator.messages.senders import senders, serves_inference
from sagewire.validator.permissions.keys import key_of, may_serve
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import topic_to_queue
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_OF_AWS = "alias/aws/sqs"
_ENCRYPT = "kms:GenerateDataKey"


def _check(graph: Graph) -> Iterator[Fault]:
    known = [one for one in graph.view(senders) if one.failures or serves_inference(graph, one)]
    sent: defaultdict[Queue, dict[str, None]] = defaultdict(dict)
    for sender in known:
        sent[sender.queue][sender.service] = None
    for filled, services in sent.items():
        key = filled.resource["KmsMasterKeyId"]
        closed = [service for service in services if _is_closed(graph, key, service)]
        if closed:
            named = " and ".join(f"{service}.amazonaws.com" for service in closed)
            whose, how = _words(key)
            yield fault(key, service=named, whose=whose, how=how)


def _is_closed(graph: Graph, named: Value, service: str) -> bool:
    """Whether a service certainly may not use the key of a queue."""
    key = key_of(named)
    if key is None:
        return _is_of_aws(named)
    return not may_serve(graph, service, _ENCRYPT, key)


def _is_of_aws(named: Value) -> bool:
    return (named.text or "").endswith(_OF_AWS)


def _words(named: Value) -> tuple[str, str]:
    """What the message and the fix say of a key of AWS's, or of one's own."""
    if _is_of_aws(named):
        return ", whose policy nobody can change", "or take a key of your own whose policy lets"
    return "", f"or give {named.shown} a policy that lets"


RULE = Rule(
    id="SW843",
    title="queue is encrypted with a key that its sender may not use",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
    message="{service} sends to {resource}, and may not use its key {found}{whose}",
    fix="Set SqsManagedSseEnabled instead, {how} {service} use it.",
    check=_check,
    wrong=lambda: template(serverless(), function(), queue(KmsMasterKeyId=_OF_AWS), mapping(), topic_to_queue()),
    right=lambda: template(serverless(), function(), queue(SqsManagedSseEnabled=True), mapping(), topic_to_queue()),
)
