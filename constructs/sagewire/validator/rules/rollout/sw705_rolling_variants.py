"""AWS excludes endpoints of several variants from rolling deployments. It does not say whether it refuses the setting
or ignores it; the update is not the one that was asked for.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.rollout import rollouts_of
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import blue_green, rolled_out, rolling
from sagewire.validator.samples.serving import config, instance_variant, real_time
from sagewire.validator.severity import Severity

_TWO = {**real_time(), **config(instance_variant(), instance_variant(VariantName="Other"))}


def _check(graph: Graph) -> Iterator[Fault]:
    for rollout in graph.view(rollouts_of):
        variants = rollout.endpoint.variants if rollout.endpoint else ()
        if rollout.rolling.present and len(variants) > 1:
            yield fault(rollout.rolling, len(variants))


RULE = Rule(
    id="SW705",
    title="rolling update of several variants",
    severity=Severity.WARNING,
    why=__doc__,
    message="a rolling update is given to {found} variants; AWS excludes endpoints of more than one",
    fix="Use BlueGreenUpdatePolicy (CANARY or LINEAR), or an endpoint for each variant.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html",
    check=_check,
    wrong=lambda: template(_TWO, rolled_out(rolling())),
    right=lambda: template(_TWO, rolled_out(blue_green())),
)
