"""A topic of its own accord lets its account publish, and so CloudWatch's alarms, but not EventBridge. A policy takes
the place of that: then CloudWatch, too, may publish only if the policy lets it. What is refused stands in the alarm's
history, or in the metric FailedInvocations, and nobody hears of anything. Looks at topics that alarms about inference,
or rules on SageMaker's events, tell, and says nothing where code or a nested stack that is not given may add a policy.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.messages.topic_senders import ALARMS, TopicSender, may_publish, policies_of, topic_senders
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import Resources, ref, resource, template
from sagewire.validator.samples.scaling import alarm
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for sender in graph.view(topic_senders):
        if _refused(graph, sender):
            service, source = f"{sender.service}.amazonaws.com", sender.source.logical_id
            yield fault(sender.at, sender.topic.logical_id, service=service, source=source)


def _refused(graph: Graph, sender: TopicSender) -> bool:
    policies = policies_of(graph, sender.topic)
    if policies is None or any(may_publish(document, sender) for document in policies):
        return False
    # A policy that may not be there leaves the topic's own.
    return sender.service != ALARMS or any(document.owner.certain for document in policies)


def _told(service: str) -> Resources:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": ref("Told"),
    }
    document = {"Version": "2012-10-17", "Statement": [statement]}
    return {
        **real_time(),
        **alarm("Invocation5XXErrors", calls="Told", Statistic="Sum", Threshold=5),
        **resource("Told", "AWS::SNS::Topic", {}, {}),
        **resource("ToldPolicy", "AWS::SNS::TopicPolicy", {"Topics": [ref("Told")], "PolicyDocument": document}, {}),
    }


RULE = Rule(
    id="SW864",
    title="topic refuses what alarms or rules publish",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
    message="{source} publishes to {found} by {service}, and no policy of {found} lets it: nothing is delivered",
    fix="Add to an AWS::SNS::TopicPolicy of {found} a statement that allows {service} sns:Publish.",
    check=_check,
    wrong=lambda: template(_told("events")),
    right=lambda: template(_told("cloudwatch")),
)
