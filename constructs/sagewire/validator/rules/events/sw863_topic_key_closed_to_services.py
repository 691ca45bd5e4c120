"""CloudWatch and EventBridge use the key of a topic to publish to it. The key that AWS manages for SNS can be used by
this account's users and roles, not by other services, and nobody can change its policy; a key of one's own must let
them by name, since what it lets its account do is not theirs. The alarm's history, or the metric FailedInvocations,
tells of it, and nobody hears anything. Looks at topics that alarms about inference, or rules on SageMaker's events,
tell.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.messages.topic_senders import TopicSender, may_use, topic_senders
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import Resources, resource, template
from sagewire.validator.samples.scaling import alarm
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity

_OF_AWS = "alias/aws/sns"
_KEY = "AWS::KMS::Key"


def _check(graph: Graph) -> Iterator[Fault]:
    for sender in graph.view(topic_senders):
        instead = _instead(graph, sender)
        if instead is not None:
            service, source = f"{sender.service}.amazonaws.com", sender.source.logical_id
            yield fault(sender.topic["KmsMasterKeyId"], service=service, source=source, instead=instead)


def _instead(graph: Graph, sender: TopicSender) -> str | None:
    """What to do where the service of a sender may not use the topic's key."""
    named = sender.topic["KmsMasterKeyId"]
    if (named.pattern or "").endswith(_OF_AWS):
        return "Take a key of your own whose policy lets"
    key = named.reference
    closed = key is not None and key.type == _KEY and not may_use(graph, key, sender)
    return f"Add to the KeyPolicy of {named.shown} a statement that lets" if closed else None


def _told(**changes: str) -> Resources:
    errors = alarm("Invocation5XXErrors", calls="Told", Statistic="Sum", Threshold=5)
    return {**real_time(), **errors, **resource("Told", "AWS::SNS::Topic", {}, changes)}


RULE = Rule(
    id="SW863",
    title="topic is encrypted with a key that its sender may not use",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
    message="{source} publishes to {resource} by {service}, which may not use its key {found}: nothing is delivered",
    fix="{instead} {service} use kms:Decrypt and kms:GenerateDataKey*.",
    check=_check,
    wrong=lambda: template(_told(KmsMasterKeyId=_OF_AWS)),
    right=lambda: template(_told()),
)
