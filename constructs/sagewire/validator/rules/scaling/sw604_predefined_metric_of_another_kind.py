"""Each metric that AWS predefines belongs to one kind of capacity. For another kind Application Auto Scaling refuses
it, or it has no data there and the policy never acts.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.published_metrics import COMPONENT_HOST, PREDEFINED, REAL_TIME, published_by
from sagewire.validator.graph import Graph
from sagewire.validator.graph.scaling import ScalableTarget, predefined
from sagewire.validator.nouns import NOUNS
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import backlog, scaled, tracking
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for target in graph.scalable_targets:
        kinds = _kinds(target)
        known = set().union(*(published_by(kind) for kind in kinds)) & set(PREDEFINED.values())
        for policy in target.policies:
            metric = predefined(policy)
            name = PREDEFINED.get(metric.text or "", "")
            # What AWS may have added since begins with the same word.
            other = metric.text is not None and (name or not metric.text.startswith("SageMaker"))
            if kinds and other and name not in known:
                tracked = [title for title, published in PREDEFINED.items() if published in known]
                instead = " or ".join(tracked or ["the customized metric ApproximateBacklogSizePerInstance"])
                yield fault(metric, kind=" or ".join(NOUNS[kind] for kind in kinds), instead=instead)


def _kinds(target: ScalableTarget) -> list[str]:
    """Who may publish what the target goes by."""
    if target.publisher and target.publisher in target.kinds:
        # Of an endpoint of components AWS does not say that it has not what a real-time endpoint has.
        return [target.publisher, REAL_TIME] if target.publisher == COMPONENT_HOST else [target.publisher]
    return list(target.kinds) if target.publisher is None else []


RULE = Rule(
    id="SW604",
    title="predefined metric of another kind of capacity",
    severity=Severity.ERROR,
    why=__doc__,
    message="tracks {found}, which {kind} does not have: the policy never acts",
    fix="Track {instead}.",
    source=f"{SAGEMAKER}/dg/endpoint-auto-scaling-add-code-define.html",
    check=_check,
    wrong=lambda: template(asynchronous(), scaled(policy=tracking())),
    right=lambda: template(asynchronous(), scaled(policy=backlog())),
)
