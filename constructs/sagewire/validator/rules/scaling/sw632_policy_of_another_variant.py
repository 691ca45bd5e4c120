"""A policy that names no ScalingTargetId belongs to the scalable target of the same ResourceId, letter by letter, and
dimension. Application Auto Scaling refuses a policy for what is not registered, and the stack rolls back. It is a
warning, since what the policy names may be registered elsewhere. A name with one more parameter in it is taken for
another one, unless its default, or one of the values that it allows, is empty.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Endpoint
from sagewire.validator.graph.scaling import INSTANCES, POLICY, ScalableTarget
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import sub, template
from sagewire.validator.samples.scaling import scaled, tracking
from sagewire.validator.samples.serving import config, instance_variant, real_time
from sagewire.validator.severity import Severity
from sagewire.validator.symbols import VARIABLE
from sagewire.validator.template import Template
from sagewire.validator.value import Value

_CONCURRENCY = "SageMakerVariantConcurrentRequestsPerModelHighResolution"
_VARIANT = re.compile(r"/variant/([^/]+)$")
_OPEN = "*"


def _check(graph: Graph) -> Iterator[Fault]:
    targets = graph.view(_targets)
    for policy in graph.of_type(POLICY):
        own = policy["ResourceId"]
        endpoint = graph.endpoint_behind(own) if policy["ScalingTargetId"].absent else None
        of_endpoint = targets.get((endpoint, policy["ScalableDimension"].text), []) if endpoint else []
        named = [target["ResourceId"] for target in of_endpoint]
        if named and all(_differ(own, other) for other in named):
            limit = ", ".join(dict.fromkeys(str(_variant(other)) for other in named))
            yield fault(own, _variant(own), limit=limit, target=of_endpoint[0].resource.logical_id)


def _targets(graph: Graph) -> Mapping[tuple[Endpoint | None, str | None], Sequence[ScalableTarget]]:
    """What scales an endpoint by a dimension."""
    found: defaultdict[tuple[Endpoint | None, str | None], list[ScalableTarget]] = defaultdict(list)
    for endpoint, targets in graph.scaled.items():
        for target in targets:
            found[endpoint, target.dimension].append(target)
    return found


def _variant(resource: Value) -> str | None:
    """The name of a variant; with ${Name} for each parameter that is not known."""
    for text in (resource.pattern, resource.symbol):
        named = _VARIANT.search(text or "")
        if named is not None and _OPEN not in named[1]:
            return named[1]
    return None


def _differ(one: Value, other: Value) -> bool:
    """Whether two values certainly name different variants: both are known, or one is the other and more."""
    first, second = _variant(one), _variant(other)
    if first is None or second is None:
        return False
    if not VARIABLE.search(first + second):
        return first != second
    shorter, longer = sorted((first, second), key=len)
    more = longer.removeprefix(shorter) if longer.startswith(shorter) else longer.removesuffix(shorter)
    return one.template is other.template and more != longer and not _may_be_empty(one.template, more)


def _may_be_empty(template: Template, text: str) -> bool:
    """Whether nothing is in a text but parameters that may be given no letter, as far as they say so."""
    parameters = [template.parameters.get(name) for name in VARIABLE.findall(text)]
    return not VARIABLE.sub("", text) and all(map(_takes_nothing, parameters))


def _takes_nothing(parameter: Any) -> bool:
    match parameter:
        case {"Default": ""}:
            return True
        case {"AllowedValues": list() as allowed}:
            return "" in allowed
    return False


_BY_NAME: dict[str, Any] = {
    "ScalingTargetId": None,
    "ServiceNamespace": "sagemaker",
    "ScalableDimension": INSTANCES,
    "ResourceId": sub("endpoint/${Endpoint.EndpointName}/variant/Other"),
}
_TWO = {**real_time(), **config(instance_variant(), instance_variant(VariantName="Other"))}
RULE = Rule(
    id="SW632",
    title="policy names another variant than any scalable target",
    severity=Severity.WARNING,
    why=__doc__,
    message="{resource} names the variant {found}; the endpoint's scalable targets name {limit}: it belongs to none",
    fix="Set ScalingTargetId: Ref {target} in place of ResourceId, ScalableDimension and ServiceNamespace.",
    source="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html",
    check=_check,
    wrong=lambda: template(_TWO, scaled(), tracking(_CONCURRENCY, id="Concurrency", value=5, **_BY_NAME)),
    right=lambda: template(_TWO, scaled(), tracking(_CONCURRENCY, id="Concurrency", value=5)),
)
