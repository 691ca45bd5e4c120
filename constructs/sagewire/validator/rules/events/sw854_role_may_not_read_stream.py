"""Lambda reads a stream of Kinesis, or of a table of DynamoDB, with the function's role, and refuses an event source
that this role may not read. Looks at functions whose role, with all its policies, is in the templates, and at streams
without a policy that lets the role in.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.permissions.granted import certainly_lacks
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template, without
from sagewire.validator.samples.events import stream
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource

_SERVICES = {"AWS::DynamoDB::Table": "dynamodb", "AWS::Kinesis::Stream": "kinesis"}
_CONSUMER = "/consumer/"  # of a stream, which has an ARN of its own behind the stream's
_ACTIONS = ("GetRecords", "GetShardIterator", "DescribeStream")


def _check(graph: Graph) -> Iterator[Fault]:
    for read in graph.mappings:
        role = read.function.certain_role if read.function else None
        source = graph.resource_behind(read["EventSourceArn"], *_SERVICES)
        consumed = _CONSUMER in (read["EventSourceArn"].pattern or "")
        if role is None or source is None or consumed or not read.certain or _has_policy(source):
            continue
        needed = [f"{_SERVICES[source.type]}:{action}" for action in _ACTIONS]
        lacking = [action for action in needed if certainly_lacks(graph, role, action, source)]
        if lacking:
            at, named = read["EventSourceArn"], role.resource.logical_id
            yield fault(at, source.logical_id, role=named, actions=", ".join(lacking), needed=", ".join(needed))


def _has_policy(source: Resource) -> bool:
    """Whether a table may have a policy that lets roles in: it stands in the table itself."""
    return not (source["ResourcePolicy"].absent and source["StreamSpecification"]["ResourcePolicy"].absent)


RULE = Rule(
    id="SW854",
    title="function may not read its stream",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html",
    message="the role {role} lacks {actions} on {found}: Lambda refuses the event source",
    fix="Allow {role} {needed} on {found}.",
    check=_check,
    wrong=lambda: template(serverless(), function(), without(stream(), "MayReadStream")),
    right=lambda: template(serverless(), function(), stream()),
)
