"""Where a template writes an ARN of SageMaker's: `Ref` of an endpoint is one, and no name."""

from sagewire.validator.graph.endpoint import COMPONENT, CONFIG, ENDPOINT
from sagewire.validator.graph.model import MODEL
from sagewire.validator.graph.names import NAMED_BY
from sagewire.validator.known import Reference, Text
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

_BY_ARN = (ENDPOINT, CONFIG, MODEL, COMPONENT)


def given_by_arn(value: Value) -> Resource | None:
    """The endpoint, configuration, model or inference component whose ARN a text is, or has in it."""
    content = value.content
    pieces = content.parts if isinstance(content, Text) else (content,)
    return next((piece.resource for piece in pieces if isinstance(piece, Reference) and _is_arn(piece)), None)


def by_name(resource: Resource) -> str:
    """How a template writes the resource's name."""
    return f"Fn::GetAtt {resource.logical_id}.{NAMED_BY[resource.type]}"


def _is_arn(reference: Reference) -> bool:
    attribute = reference.attribute
    return reference.resource.type in _BY_ARN and (attribute is None or attribute.endswith("Arn"))
