"""Each metric that AWS predefines belongs to one kind of capacity. For another one Application Auto Scaling refuses it
("Scalable dimension sagemaker:variant:DesiredProvisionedConcurrency only supports the following predefined metric
types"), as it refuses a name that AWS does not list; or it has no data there and the policy never acts. A name of
SageMaker's that is not listed, and like none that is, is a warning: AWS may have added it since.
"""

from collections.abc import Iterator
from difflib import get_close_matches

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

# SageMaker's names begin with it, those that AWS may have added since among them.
_OWN = "SageMaker"
# Names that are more alike are one that is mistyped: AWS's own differ by more.
_MISTYPED = 0.9
_NEVER_ACTS = "the policy never acts"
_REFUSED = "Application Auto Scaling refuses the policy"
_UNLISTED = "AWS lists no such metric, and Application Auto Scaling refuses the policy unless it is a new one"


def _check(graph: Graph) -> Iterator[Fault]:
    for target in graph.scalable_targets:
        kinds = _kinds(target)
        known = set().union(*(published_by(kind) for kind in kinds)) & set(PREDEFINED.values())
        for policy in target.policies:
            metric = predefined(policy)
            name = metric.text
            if kinds and name is not None and PREDEFINED.get(name) not in known:
                tracked = [title for title, published in PREDEFINED.items() if published in known]
                instead = " or ".join(tracked or ["the customized metric ApproximateBacklogSizePerInstance"])
                outcome, severity = _outcome(target, name)
                kind = " or ".join(NOUNS[kind] for kind in kinds)
                yield fault(metric, severity=severity, kind=kind, instead=instead, outcome=outcome)


def _outcome(target: ScalableTarget, name: str) -> tuple[str, Severity | None]:
    """What comes of a metric that the target does not have, and how bad it is where that is not certain."""
    if name in PREDEFINED:
        taken = any(PREDEFINED[name] in published_by(kind) for kind in target.kinds)
        return (_NEVER_ACTS if taken else _REFUSED), None
    if not name.startswith(_OWN) or get_close_matches(name, PREDEFINED, n=1, cutoff=_MISTYPED):
        return _REFUSED, None
    return _UNLISTED, Severity.WARNING


def _kinds(target: ScalableTarget) -> list[str]:
    """Who may publish what the target goes by."""
    if target.publisher and target.publisher in target.kinds:
        # Of an endpoint of components AWS does not say that it has not what a real-time endpoint has.
        return [target.publisher, REAL_TIME] if target.publisher == COMPONENT_HOST else [target.publisher]
    return list(target.kinds) if target.publisher is None else []


RULE = Rule(
    id="SW604",
    title="predefined metric that this kind of capacity does not have",
    severity=Severity.ERROR,
    why=__doc__,
    message="tracks {found}, which {kind} does not have: {outcome}",
    fix="Track {instead}.",
    source=f"{SAGEMAKER}/dg/endpoint-auto-scaling-add-code-define.html",
    check=_check,
    wrong=lambda: template(asynchronous(), scaled(policy=tracking())),
    right=lambda: template(asynchronous(), scaled(policy=backlog())),
)
