"""What is scaled is told by three properties, and all of them are of one service: sagemaker, a dimension of
SageMaker's, and a variant or an inference component. Application Auto Scaling refuses what is not ("Unsupported service
namespace, resource type or scalable dimension"), and the stack rolls back.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sagewire.validator.graph import Graph
from sagewire.validator.graph.scaling import INSTANCES, POLICY, TARGET
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import scaled
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

_SAGEMAKER = "sagemaker"
_OURS = re.compile(r"endpoint/[^/]+/variant/|inference-component/")
# How AWS begins the names of what other services scale.
_THEIRS = re.compile(
    r"arn:[^:]*:(comprehend|kafka):|(cluster|function):"
    r"|(cache-cluster|fleet|instancegroup|keyspace|replication-group|service|spot-fleet-request|table|workspacespool)/"
)


class _Claim(NamedTuple):
    """What one property says of whose capacity is scaled."""

    value: Value
    ours: bool


def _check(graph: Graph) -> Iterator[Fault]:
    for scaling in graph.of_type(TARGET, POLICY):
        # What a policy says itself counts only where it names no target.
        claims = list(_claims(scaling)) if scaling["ScalingTargetId"].absent else []
        ours = sum(claim.ours for claim in claims)
        if 0 < ours < len(claims):
            odd = next(claim for claim in claims if claim.ours == (ours * 2 < len(claims)))
            other = next(claim.value for claim in claims if claim.ours != odd.ours)
            yield fault(odd.value, name=odd.value.name, other=other.name, said=other.shown)


def _claims(scaling: Resource) -> Iterator[_Claim]:
    for name in ("ServiceNamespace", "ScalableDimension"):
        value = scaling[name]
        if value.text is not None:
            yield _Claim(value, value.text.partition(":")[0] == _SAGEMAKER)
    named = scaling["ResourceId"]
    for shape, ours in ((_OURS, True), (_THEIRS, False)):
        if shape.match(named.pattern or ""):
            yield _Claim(named, ours)


RULE = Rule(
    id="SW633",
    title="what is scaled is named by two services",
    severity=Severity.ERROR,
    why=__doc__,
    message="{name} is {found}, but {other} is {said}: these are of two services, and there is no such thing to scale",
    fix=f"Take ServiceNamespace {_SAGEMAKER}, a dimension such as {INSTANCES}, and endpoint/NAME/variant/VARIANT.",
    source="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
    check=_check,
    wrong=lambda: template(real_time(), scaled(policy={}, ServiceNamespace="lambda")),
    right=lambda: template(real_time(), scaled()),
)
