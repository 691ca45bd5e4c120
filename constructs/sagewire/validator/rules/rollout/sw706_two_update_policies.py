"""An endpoint is updated with two fleets or batch by batch, not both: SageMaker takes one policy."""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.rollout import rollouts_of
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import blue_green, rolled_out, rolling
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for rollout in graph.view(rollouts_of):
        if rollout.rolling.present and rollout.blue_green.present:
            yield fault(rollout.rolling, rollout.resource.logical_id)


RULE = Rule(
    id="SW706",
    title="two update policies at once",
    severity=Severity.ERROR,
    why=__doc__,
    message="{found} has both a BlueGreenUpdatePolicy and a RollingUpdatePolicy; SageMaker takes one of them",
    fix="Leave one of them out.",
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeploymentConfig.html",
    check=_check,
    wrong=lambda: template(real_time(), rolled_out(blue_green(), rolling())),
    right=lambda: template(real_time(), rolled_out(rolling())),
)
