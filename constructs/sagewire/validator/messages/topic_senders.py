"""Who publishes to the topics of the templates about inference, and whom the topics' policies let."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sagewire.validator.graph import Graph
from sagewire.validator.graph.names import TOPIC
from sagewire.validator.graph.naming import wholly_listed
from sagewire.validator.graph.role import ROLE
from sagewire.validator.graph.statement import statements_of
from sagewire.validator.inference import Inference
from sagewire.validator.metrics.inference_alarms import inference_alarms
from sagewire.validator.permissions.callers import means_service
from sagewire.validator.permissions.elsewhere import handed_over
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

ALARMS, EVENTS = "cloudwatch", "events"
_PUBLISH = "sns:Publish"
_ACTIONS = ("AlarmActions", "OKActions", "InsufficientDataActions")
_ENCRYPT = "kms:GenerateDataKey"
# Who is let in by the ARN of a role or of a user is neither a service nor all who act for an account.
_SOMEBODY = re.compile(r"arn:[^:]*:(?:iam|sts)::[^:]*:(?:role|user|assumed-role)/")
# An account is no service to KMS.
_OF_ACCOUNT = re.compile(r"arn:|\d{12}$")


class TopicSender(NamedTuple):
    """A service that publishes to a topic on behalf of a resource.

    service: ALARMS or EVENTS. at: the place that names the topic. source: the alarm, or the rule.
    """

    service: str
    at: Value
    topic: Resource
    source: Resource


def topic_senders(graph: Graph) -> Sequence[TopicSender]:
    """The first alarm about inference, and the first rule on its events, that tells each topic of the templates."""
    found: dict[tuple[Resource, str], TopicSender] = {}
    for sender in (*_alarms(graph), *_rules(graph)):
        found.setdefault((sender.topic, sender.service), sender)
    return list(found.values())


def policies_of(graph: Graph, topic: Resource) -> Sequence[Value] | None:
    """The documents of the policies of a topic; None where it is not known whether there are others."""
    policies = graph.view(_policies)
    if not graph.complete or None in policies or topic in graph.view(handed_over):
        return None
    return policies.get(topic, ())


def may_publish(document: Value, sender: TopicSender) -> bool:
    """Whether a policy may let a service publish to a topic: false only where it certainly does not."""
    if not wholly_listed(document["Statement"]):
        return True
    return any(
        statement.may_allow(_PUBLISH, sender.topic) and _may_mean(statement.value, sender.service, _SOMEBODY)
        for statement in statements_of(document)
    )


def may_use(graph: Graph, key: Resource, sender: TopicSender) -> bool:
    """Whether a service may use a key to publish to a topic: false only where its policy certainly does not let it."""
    statements = key["KeyPolicy"]["Statement"]
    if not graph.complete or not wholly_listed(statements) or key in graph.view(handed_over):
        return True
    return any(
        statement.may_allow(_ENCRYPT) and _may_mean(statement.value, sender.service, _OF_ACCOUNT)
        for statement in statements_of(key["KeyPolicy"])
    )


def _alarms(graph: Graph) -> Iterator[TopicSender]:
    for alarm in graph.view(inference_alarms):
        if alarm["ActionsEnabled"].flag is not False:
            for actions in _ACTIONS:
                yield from (sender for at in alarm[actions].elements for sender in _sender(graph, ALARMS, at))


def _rules(graph: Graph) -> Iterator[TopicSender]:
    for rule in graph.view(Inference).matching:
        for target in rule.targets:
            # A role that EventBridge takes on needs no policy of the topic.
            if target["RoleArn"].absent:
                yield from _sender(graph, EVENTS, target["Arn"])


def _sender(graph: Graph, service: str, at: Value) -> Iterator[TopicSender]:
    topic = None if at.unknown else graph.resource_behind(at, TOPIC)
    if topic is not None:
        yield TopicSender(service=service, at=at, topic=topic, source=at.owner)


def _policies(graph: Graph) -> Mapping[Resource | None, Sequence[Value]]:
    """The documents of the policies of each topic; under None, those of which it is not known whose they are."""
    found: defaultdict[Resource | None, list[Value]] = defaultdict(list)
    for policy in graph.of_type("AWS::SNS::TopicPolicy", "AWS::SNS::TopicInlinePolicy"):
        named = policy["TopicArn"] if policy["Topics"].absent else policy["Topics"]
        known = [graph.resource_behind(topic, TOPIC) for topic in named.listed] if wholly_listed(named) else [None]
        for topic in known:
            found[topic].append(policy["PolicyDocument"])
    return found


def _may_mean(statement: Value, service: str, another: re.Pattern[str]) -> bool:
    """Whether a statement may be about a service; another: whom an ARN names that is not one, whatever it may do."""
    principal = statement["Principal"]
    services, accounts = principal["Service"], principal["AWS"]
    listed = isinstance(principal.content, dict) and principal.complete
    if not listed or not wholly_listed(services) or not wholly_listed(accounts):
        return True
    meant = any(means_service(named, service) for named in services.listed)
    return meant or not all(_is_another(named, another) for named in accounts.listed)


def _is_another(principal: Value, another: re.Pattern[str]) -> bool:
    named = principal.reference
    return (named is not None and named.type == ROLE) or bool(another.match(principal.pattern or ""))
