"""Who sends messages to the queues of the templates, and who may: their policies."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sagewire.validator.graph import Graph
from sagewire.validator.graph.event_rule import RULE
from sagewire.validator.graph.naming import wholly_listed
from sagewire.validator.graph.queue import Queue
from sagewire.validator.graph.statement import Statement, statements_of
from sagewire.validator.inference import Inference
from sagewire.validator.permissions.callers import means_service
from sagewire.validator.permissions.elsewhere import handed_over
from sagewire.validator.permissions.sources import means_other_source
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

_SEND = "sqs:SendMessage"
# Operators of conditions that ask for one of what is listed.
_ALIKE = re.compile(r"(?:For\w+:)?(?:Arn|String)(?:Equals|Like|EqualsIgnoreCase)(?:IfExists)?", re.IGNORECASE)


class Sender(NamedTuple):
    """A service that sends to a queue on behalf of a resource.

    service: "events", "sns" or "s3". at: the place that names the queue. source: what a policy of the queue would name;
    None if that is not known. failures: whether it sends there only what it could not deliver.
    """

    service: str
    at: Value
    queue: Queue
    source: Resource | None
    failures: bool = False


def senders(graph: Graph) -> Sequence[Sender]:
    """All services that send to queues of the templates by the leave of the queue's policy."""
    return [*_rules(graph), *_subscriptions(graph), *_buckets(graph)]


def serves_inference(graph: Graph, sender: Sender) -> bool:
    """Whether functions of inference read the queue, or an asynchronous endpoint's answers are sent to it."""
    inference = graph.view(Inference)
    return sender.queue in inference.queues or sender.source in inference.topics


def may_send(graph: Graph, sender: Sender) -> bool:
    """Whether a queue takes messages of a sender: false only where it certainly does not."""
    found = policies_for(graph, sender)
    return found is None or bool(found)


def policies_for(graph: Graph, sender: Sender) -> Sequence[Resource] | None:
    """The policies by which a queue takes messages of a sender; None where others may let it too."""
    policies = graph.view(_policies)
    if not graph.complete or None in policies or sender.queue.resource in graph.view(handed_over):
        return None
    return [document.owner for document in policies.get(sender.queue, ()) if _lets(document, sender)]


def _rules(graph: Graph) -> Iterator[Sender]:
    for rule in graph.of_type(RULE):
        for target in rule["Targets"].elements:
            # A role that EventBridge takes on needs no policy of the queue.
            named = [] if target["RoleArn"].present else [(target["Arn"], False)]
            for at, failures in (*named, (target["DeadLetterConfig"]["Arn"], True)):
                yield from _sender(graph, "events", at, rule, failures=failures)


def _subscriptions(graph: Graph) -> Iterator[Sender]:
    for subscription in graph.of_type("AWS::SNS::Subscription"):
        topic = subscription["TopicArn"].reference
        if subscription["Protocol"].text == "sqs":
            yield from _sender(graph, "sns", subscription["Endpoint"], topic)
        yield from _sender(graph, "sns", subscription["RedrivePolicy"]["deadLetterTargetArn"], topic, failures=True)
    for sending in graph.of_type("AWS::SNS::Topic"):
        for subscriber in sending["Subscription"].elements:
            if subscriber["Protocol"].text == "sqs":
                yield from _sender(graph, "sns", subscriber["Endpoint"], sending)


def _buckets(graph: Graph) -> Iterator[Sender]:
    for bucket in graph.of_type("AWS::S3::Bucket"):
        for notification in bucket["NotificationConfiguration"]["QueueConfigurations"].elements:
            yield from _sender(graph, "s3", notification["Queue"], bucket)
    for notifications in graph.of_type("Custom::S3BucketNotifications"):
        bucket_of = notifications["BucketName"].reference
        for notification in notifications["NotificationConfiguration"]["QueueConfigurations"].elements:
            yield from _sender(graph, "s3", notification["QueueArn"], bucket_of)


def _sender(
    graph: Graph, service: str, at: Value, source: Resource | None, *, failures: bool = False
) -> Iterator[Sender]:
    queue = None if at.unknown else graph.queue_behind(at)
    if queue is not None:
        yield Sender(service=service, at=at, queue=queue, source=source, failures=failures)


def _policies(graph: Graph) -> Mapping[Queue | None, Sequence[Value]]:
    """The policies of each queue; under None, those of which it is not known whose they are."""
    found: defaultdict[Queue | None, list[Value]] = defaultdict(list)
    for policy in graph.of_type("AWS::SQS::QueuePolicy", "AWS::SQS::QueueInlinePolicy"):
        named = policy["Queue"] if policy["Queues"].absent else policy["Queues"]
        known = [graph.queue_behind(queue) for queue in named.listed] if wholly_listed(named) else [None]
        for queue in known:
            found[queue].append(policy["PolicyDocument"])
    return found


def _lets(document: Value, sender: Sender) -> bool:
    if not wholly_listed(document["Statement"]):
        return True
    return any(_statement_lets(statement, sender) for statement in statements_of(document))


def _statement_lets(statement: Statement, sender: Sender) -> bool:
    allowed = statement.may_allow(_SEND, sender.queue.resource) and _means(statement.value, sender.service)
    return allowed and not (
        sender.source and any(means_other_source(arn, sender.source) for arn in _sources(statement))
    )


def _sources(statement: Statement) -> Iterator[Value]:
    """The ARNs, or the lists of them, that the source is to be one of."""
    for operator, keys in statement.conditions.entries.items():
        if _ALIKE.fullmatch(operator):
            yield from (arn for name, arn in keys.entries.items() if name.lower() == "aws:sourcearn")


def _means(statement: Value, service: str) -> bool:
    """Whether a statement may be about a service."""
    principal = statement["Principal"]
    everybody = any(named.text == "*" for named in principal["AWS"].listed)
    services = principal["Service"]
    known = principal.present and wholly_listed(services)
    return everybody or not known or any(means_service(named, service) for named in services.listed)
