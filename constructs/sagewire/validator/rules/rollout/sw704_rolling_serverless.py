"""A rolling update replaces instances batch by batch, and a serverless endpoint has none: AWS excludes it from rolling
deployments. It does not say whether it refuses the setting or ignores it; the update is not the one that was asked for.
"""

from collections.abc import Iterator

from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.graph.rollout import rollouts_of
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import blue_green, rolled_out, rolling
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for rollout in graph.view(rollouts_of):
        if rollout.rolling.present and rollout.endpoint and rollout.endpoint.kind == SERVERLESS:
            yield fault(rollout.rolling, rollout.resource.logical_id)


RULE = Rule(
    id="SW704",
    title="rolling update of a serverless endpoint",
    severity=Severity.WARNING,
    why=__doc__,
    message="{found} is a serverless endpoint, which AWS excludes from rolling updates",
    fix="Leave RollingUpdatePolicy out; AWS then moves all traffic at once.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html",
    check=_check,
    wrong=lambda: template(serverless(), rolled_out(rolling())),
    right=lambda: template(serverless(), rolled_out(blue_green(type="ALL_AT_ONCE"))),
)
