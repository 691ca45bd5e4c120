"""What a SourceArn means: the resource that a service calls or sends for, or certainly another."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from sagewire.validator.graph.event_rule import RULE
from sagewire.validator.graph.function import FUNCTION
from sagewire.validator.graph.names import BUCKET, NAMED_BY, TOPIC, name_in
from sagewire.validator.graph.naming import names_others, wholly_listed
from sagewire.validator.graph.queue import QUEUE
from sagewire.validator.known import Reference
from sagewire.validator.permissions.patterns import IN_LAST, IN_NAME, meet
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

_TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
_WILD = re.compile(r"[*?]")
# Of a path, {id} stands for any.
_BRACED = re.compile(r"\{[^}]*\}")
_INSIDE = re.compile(rf"[{IN_NAME}{IN_LAST}]")
_OWN = f"{IN_NAME}:{IN_NAME}"
_EXECUTED = f"arn:{IN_NAME}:execute-api:{_OWN}:{IN_LAST}"
_ARNS = {
    RULE: f"arn:{IN_NAME}:events:{_OWN}:rule/{IN_LAST}",
    TOPIC: f"arn:{IN_NAME}:sns:{_OWN}:{IN_NAME}",
    BUCKET: f"arn:{IN_NAME}:s3:::{IN_NAME}",
    QUEUE: f"arn:{IN_NAME}:sqs:{_OWN}:{IN_NAME}",
    FUNCTION: f"arn:{IN_NAME}:lambda:{_OWN}:function:*",
    _TARGET_GROUP: f"arn:{IN_NAME}:elasticloadbalancing:{_OWN}:targetgroup/{IN_LAST}",
    "AWS::ApiGateway::RestApi": _EXECUTED,
    "AWS::ApiGatewayV2::Api": _EXECUTED,
    "AWS::Events::EventBus": f"arn:{IN_NAME}:events:{_OWN}:event-bus/{IN_LAST}",
}
# Those whose ARN a `Ref` is.
_BY_REF = (TOPIC, _TARGET_GROUP)


def means_other_source(arn: Value, source: Resource) -> bool:
    """Whether an ARN, or each of a list, certainly is not that of a source: of another resource, or of another kind."""
    named = arn.listed
    return bool(named) and wholly_listed(arn) and all(_means_another(one, source) for one in named)


def may_be(arn: Value, pattern: str) -> bool:
    """Whether what an ARN says may be one of those that a pattern of `patterns` means."""
    return meet(pattern, _said(arn))


def _means_another(arn: Value, source: Resource) -> bool:
    form = _ARNS.get(source.type, "*")
    return names_others(arn, source) or _spells_another(arn, source) or not may_be(arn, form)


def _said(arn: Value) -> str:
    """An ARN with a * for each part that is not known."""
    content = arn.content
    if isinstance(content, Reference) and _is_arn(content):
        return _INSIDE.sub("*", _ARNS.get(content.resource.type, "*"))
    return _BRACED.sub("*", arn.pattern or "*")


def _is_arn(reference: Reference) -> bool:
    attribute = reference.attribute
    return reference.resource.type in _BY_REF if attribute is None else attribute.endswith("Arn")


def _spells_another(arn: Value, source: Resource) -> bool:
    """Whether an ARN spells the name of another resource than the source."""
    name = name_in(arn.pattern or "", source.type)
    if name is None:
        return False
    own = source[NAMED_BY[source.type]]
    if own.absent:  # then CloudFormation makes up a name, of which nobody can have written down more than a pattern
        return not _WILD.search(name)
    return own.text is not None and not fnmatchcase(own.text, name)
