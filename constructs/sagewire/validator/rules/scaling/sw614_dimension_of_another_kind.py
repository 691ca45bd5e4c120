"""A serverless endpoint has no instances, instances have no provisioned concurrency, and only an inference component
has copies. Application Auto Scaling refuses a scalable target for what is not there, and the stack rolls back.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.graph.scaling import COPIES, INSTANCES, PROVISIONED, ScalableTarget
from sagewire.validator.nouns import NOUNS
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import PROVISIONED_TARGET, target, tracking
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_VARIANT, _COMPONENT = "endpoint/", "inference-component/"
_KIND = {_VARIANT: "a variant", _COMPONENT: "an inference component"}
_SERVERLESS = serverless(settings={"ProvisionedConcurrency": 2})
_UTILIZATION = tracking("SageMakerVariantProvisionedConcurrencyUtilization", value=0.7)


def _scales(scaled: ScalableTarget) -> str | None:
    """What it is meant to scale, where that has no such dimension."""
    named = scaled["ResourceId"].pattern or ""
    for prefix, dimensions in ((_VARIANT, (INSTANCES, PROVISIONED)), (_COMPONENT, (COPIES,))):
        if named.startswith(prefix) and scaled.dimension not in dimensions:
            return _KIND[prefix]
    publisher = scaled.publisher
    return NOUNS[publisher] if publisher is not None and publisher not in scaled.kinds else None


def _check(graph: Graph) -> Iterator[Fault]:
    for scaled in graph.scalable_targets:
        scales = _scales(scaled) if scaled.kinds else None
        if scales:
            yield fault(scaled["ScalableDimension"], scales=scales)


RULE = Rule(
    id="SW614",
    title="scaled by a dimension that this kind of endpoint does not have",
    severity=Severity.ERROR,
    why=__doc__,
    message="{resource} scales {scales} by {found}, a dimension that it does not have",
    fix=f"Take {INSTANCES} for instances, {PROVISIONED} for serverless, {COPIES} for inference components.",
    source=f"{SAGEMAKER}/dg/endpoint-auto-scaling.html",
    check=_check,
    wrong=lambda: template(_SERVERLESS, target(), _UTILIZATION),
    right=lambda: template(_SERVERLESS, target(**PROVISIONED_TARGET), _UTILIZATION),
)
