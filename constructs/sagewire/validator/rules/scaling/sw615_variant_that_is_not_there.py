"""A scalable target names a variant of the endpoint, by the very letters of its VariantName. Application Auto Scaling
refuses one that the endpoint does not have, and the stack rolls back.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.metrics.variant_names import variant_names
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import sub, template
from sagewire.validator.samples.scaling import scaled
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for target in graph.scalable_targets:
        known = variant_names(target.endpoint)
        if known and target.variant is not None and target.variant not in known:
            yield fault(target["ResourceId"], target.variant, limit=", ".join(known))


RULE = Rule(
    id="SW615",
    title="scales a variant that the endpoint does not have",
    severity=Severity.ERROR,
    why=__doc__,
    message="{resource} scales the variant {found}; the endpoint has {limit}",
    fix="End ResourceId in /variant/ and the VariantName of the endpoint's configuration: {limit}.",
    source=f"{SAGEMAKER}/dg/endpoint-auto-scaling-add-policy.html",
    check=_check,
    wrong=lambda: template(real_time(), scaled(ResourceId=sub("endpoint/${Endpoint.EndpointName}/variant/Main"))),
    right=lambda: template(real_time(), scaled(ResourceId=sub("endpoint/${Endpoint.EndpointName}/variant/AllTraffic"))),
)
