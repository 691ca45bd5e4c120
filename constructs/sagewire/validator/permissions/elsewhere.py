"""What may happen to resources outside of what the templates say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sagewire.validator.assembly import STACK
from sagewire.validator.template import Resource, Template
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph

_PARAMETER = "AWS::SSM::Parameter"
_CUSTOM = "AWS::CloudFormation::CustomResource"
# CDK's own, which grant nothing to what they name.
_HARMLESS = frozenset(
    {
        "Custom::CDKBucketDeployment",
        "Custom::CrossRegionExportReader",
        "Custom::CrossRegionExportWriter",
        "Custom::ECRAutoDeleteImages",
        "Custom::LogRetention",
        "Custom::S3AutoDeleteObjects",
        "Custom::S3BucketNotifications",
        "Custom::VpcRestrictDefaultSG",
    }
)
# What makes resources that do not stand in the templates.
_MAKING = frozenset({"AWS::CloudFormation::StackSet", "AWS::ServiceCatalog::CloudFormationProvisionedProduct", _CUSTOM})


def handed_over(graph: Graph) -> frozenset[Resource]:
    """The resources that others may do more with: a stack's own code, a nested stack that was not given, or importers.

    A policy, or a permission, of theirs may stand there.
    """
    exported = [value for template in graph.assembly.templates for value in _outputs(template, exported=True)]
    return graph.view(worked_on) | {resource for value in exported for resource in value.mentions}


def worked_on(graph: Graph) -> frozenset[Resource]:
    """Those of them that a stack's own code, or a nested stack that was not given, does more with as it is made.

    It may know a resource by a name that is written down, too, whatever it is given.
    """
    unseen = [resource for resource in graph.assembly.resources if _acts_unseen(graph, resource)]
    called = (resource for resource in graph.assembly.resources if unseen and graph.is_called(resource))
    return frozenset([*called, *(resource for one in unseen for resource in one.properties.mentions)])


def put_out(graph: Graph) -> frozenset[Resource]:
    """What the templates' outputs, or parameters of Systems Manager, tell others of, who may use it or add to it."""
    told = [parameter["Value"] for parameter in graph.of_type(_PARAMETER)]
    told += [value for template in graph.assembly.templates for value in _outputs(template, exported=False)]
    return frozenset(resource for value in told for resource in value.mentions)


def _outputs(template: Template, *, exported: bool) -> Iterator[Value]:
    """What the outputs of a template say, or those that are exports alone."""
    owner = next(iter(template.resources.values()), None)
    for name, output in template.outputs.items():
        if owner is not None and isinstance(output, dict) and ("Export" in output or not exported):
            said: Any = output.get("Value")
            yield Value(owner, ("Outputs", name, "Value"), template, said)


def _acts_unseen(graph: Graph, resource: Resource) -> bool:
    if resource.type == STACK:
        return graph.assembly.nested(resource) is None
    by_aws = resource.type.startswith("AWS::") and resource.type not in _MAKING
    return not by_aws and resource.type not in _HARMLESS
