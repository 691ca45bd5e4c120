"""SNS calls a function only if a permission of the function lets it. A subscription can be made without one, and then
each message fails. A permission on the function does not count where an alias or a version of it is subscribed, nor
the other way round. Looks at subscriptions of functions of the templates, and says nothing where code or a nested
stack that is not given may add the permission.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import TOPIC
from sagewire.validator.inference import topic_of
from sagewire.validator.permissions.callers import may_call
from sagewire.validator.permissions.qualifiers import called_as
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template, without
from sagewire.validator.samples.invoking import function, topic
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for way in graph.ways_in:
        certain = way.kind == TOPIC and not way.at.unknown
        if certain and not may_call(graph, way.function, "sns", topic_of(way), at=way.at):
            topic = topic_of(way)
            named = f"topic {topic.logical_id}" if topic else f"topic of {way.resource.logical_id}"
            yield fault(way.at, called_as(way.function, way.at), topic=named)


RULE = Rule(
    id="SW821",
    title="topic may not call its subscriber",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html",
    message="no permission lets SNS call {found} for the {topic}",
    fix="Add an AWS::Lambda::Permission for sns.amazonaws.com on {found}, with the topic's ARN as SourceArn.",
    check=_check,
    wrong=lambda: template(serverless(), function(), without(topic(), "TopicPermission")),
    right=lambda: template(serverless(), function(), topic()),
)
