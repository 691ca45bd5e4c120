"""What may happen to resources outside of what the templates say."""

from __future__ import annotations

from sagewire.validator.graph import Graph
from sagewire.validator.template import Resource

_STACK = "AWS::CloudFormation::Stack"
_CUSTOM = "AWS::CloudFormation::CustomResource"
# CDK's own, which grant nothing to what they name.
_HARMLESS = frozenset(
    {
        "Custom::LogRetention",
        "Custom::S3AutoDeleteObjects",
        "Custom::S3BucketNotifications",
    }
)


def handed_over(graph: Graph) -> frozenset[Resource]:
    """The resources that code of a stack's own, or a nested stack that was not given, may do more with."""
    return frozenset(
        named
        for resource in graph.assembly.resources
        if _acts_unseen(graph, resource)
        for named in resource.properties.mentions
    )


def _acts_unseen(graph: Graph, resource: Resource) -> bool:
    if resource.type == _STACK:
        return graph.assembly.nested(resource) is None
    custom = resource.type == _CUSTOM or resource.type.startswith("Custom::")
    return custom and resource.type not in _HARMLESS
