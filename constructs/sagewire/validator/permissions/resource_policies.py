"""What the policies of buckets, topics, queues, buses and functions may allow by themselves, whatever a role may do."""

from __future__ import annotations

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.naming import names_others, wholly_listed
from sagewire.validator.graph.role import Role
from sagewire.validator.graph.statement import Statement
from sagewire.validator.permissions.callers import PERMISSION
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

# The policies of each kind of resource, and the property that names what they are about.
_POLICIES = {
    "AWS::Events::EventBus": (("AWS::Events::EventBusPolicy", "EventBusName"),),
    "AWS::Kinesis::Stream": (("AWS::Kinesis::ResourcePolicy", "ResourceArn"),),
    "AWS::Lambda::Function": ((PERMISSION, "FunctionName"),),
    "AWS::S3::Bucket": (("AWS::S3::BucketPolicy", "Bucket"),),
    "AWS::SNS::Topic": (("AWS::SNS::TopicPolicy", "Topics"), ("AWS::SNS::TopicInlinePolicy", "TopicArn")),
    "AWS::SQS::Queue": (("AWS::SQS::QueuePolicy", "Queues"), ("AWS::SQS::QueueInlinePolicy", "Queue")),
}
# A service as a permission names it, such as "events.amazonaws.com".
_SERVICE = ".amazonaws.com"


def may_let_in(graph: Graph, resource: Resource, role: Role) -> bool:
    """Whether the policy of a resource may allow a role anything."""
    return any(_may_allow(policy, role) for policy in _policies(graph, resource))


def _policies(graph: Graph, resource: Resource) -> Iterator[Resource]:
    """Those that may be about a resource."""
    for kind, named_by in _POLICIES.get(resource.type, ()):
        yield from (policy for policy in graph.of_type(kind) if not names_others(policy[named_by], resource))


def _may_allow(policy: Resource, role: Role) -> bool:
    statements = policy["Statement"] if policy["PolicyDocument"].absent else policy["PolicyDocument"]["Statement"]
    if statements.absent:  # a permission, or a bus's policy that says all by its properties
        return not _means_service(policy["Principal"]) and not names_others(policy["Principal"], role.resource)
    listed = [Statement(value) for value in statements.listed]
    return not wholly_listed(statements) or any(_may_mean(one, role) for one in listed)


def _means_service(principal: Value) -> bool:
    return _SERVICE in (principal.pattern or "")


def _may_mean(statement: Statement, role: Role) -> bool:
    """Whether a statement may allow the role something: it is not about services, or other roles, alone."""
    principal = statement.value["Principal"]
    if statement.value["Effect"].text == "Deny" or (
        principal["Service"].present and set(principal.entries) == {"Service"}
    ):
        return False
    named = principal["AWS"]
    return not (set(principal.entries) == {"AWS"} and names_others(named, role.resource))
