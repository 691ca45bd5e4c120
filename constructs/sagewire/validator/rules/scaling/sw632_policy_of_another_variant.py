"""A policy that names no ScalingTargetId belongs to the scalable target of the same ResourceId, letter by letter, and
dimension. Application Auto Scaling refuses a policy for what is not registered, and the stack rolls back. It is a
warning, since what the policy names may be registered elsewhere. A name with one more parameter in it is taken for
another one: a parameter is hardly ever empty.
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
from sagewire.validator.value import Value

_CONCURRENCY = "SageMakerVariantConcurrentRequestsPerModelHighResolution"
_VARIANT = re.compile(r"/variant/([^/]+)$")
_OPEN = "*"


def _check(graph: Graph) -> Iterator[Fault]:
    targets = graph.view(_targets)
    for policy in graph.of_type(POLICY):
        endpoint = graph.endpoint_behind(policy["ResourceId"]) if policy["ScalingTargetId"].absent else None
        of_endpoint = targets.get((endpoint, policy["ScalableDimension"].text), []) if endpoint else []
        named = [_variant(target["ResourceId"]) for target in of_endpoint]
        own = _variant(policy["ResourceId"])
        if own is not None and named and all(name is not None and _differ(own, name) for name in named):
            limit = ", ".join(str(name) for name in dict.fromkeys(named))
            yield fault(policy["ResourceId"], own, limit=limit, target=of_endpoint[0].resource.logical_id)


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


def _differ(one: str, other: str) -> bool:
    """Whether two names certainly differ: both are known, or one is the other and more."""
    shorter, longer = sorted((one, other), key=len)
    more = longer.startswith(shorter) or longer.endswith(shorter)
    return one != other and (more or "${" not in one + other)


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
