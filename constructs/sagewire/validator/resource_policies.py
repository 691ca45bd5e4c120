"""What the policies of buckets and topics may allow by themselves, whatever the roles are allowed."""

from __future__ import annotations

from sagewire.validator.graph import Graph
from sagewire.validator.graph.naming import names_others
from sagewire.validator.graph.role import Role, Statement, statements_of
from sagewire.validator.template import Resource

_POLICIES = {
    "AWS::S3::Bucket": ("AWS::S3::BucketPolicy", "Bucket"),
    "AWS::SNS::Topic": ("AWS::SNS::TopicPolicy", "Topics"),
}


def may_let_in(graph: Graph, resource: Resource, role: Role) -> bool:
    """Whether the policy of a bucket or a topic may allow a role anything."""
    kind, named_by = _POLICIES[resource.type]
    policies = [policy for policy in graph.of_type(kind) if not names_others(policy[named_by], resource)]
    documents = [policy["PolicyDocument"] for policy in policies]
    if not all(document["Statement"].complete for document in documents):
        return True
    return any(_may_mean(one, role) for document in documents for one in statements_of(document))


def _may_mean(statement: Statement, role: Role) -> bool:
    """Whether a statement may allow the role something: it is not about services, or other roles, alone."""
    principal = statement.value["Principal"]
    if statement.value["Effect"].text == "Deny" or (
        principal["Service"].present and set(principal.entries) == {"Service"}
    ):
        return False
    named = principal["AWS"]
    return not (set(principal.entries) == {"AWS"} and names_others(named, role.resource))
