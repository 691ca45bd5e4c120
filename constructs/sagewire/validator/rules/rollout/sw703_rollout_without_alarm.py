"""A rollout goes step by step so that something can stop it. Without an alarm SageMaker waits between the steps, looks
at nothing, and moves all traffic to a model that fails.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.rollout import rollouts_of
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import blue_green, rolled_out
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for rollout in graph.view(rollouts_of):
        alarms = rollout.alarms
        if alarms.absent or (alarms.present and alarms.complete and not alarms.elements):
            yield fault(alarms, rollout.resource.logical_id)


RULE = Rule(
    id="SW703",
    title="rollout that no alarm undoes",
    severity=Severity.WARNING,
    why=__doc__,
    message="the rollout of {found} waits between its steps, and no alarm would undo it",
    fix="Name alarms under AutoRollbackConfiguration, such as one on Invocation5XXErrors of the endpoint.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html",
    check=_check,
    wrong=lambda: template(real_time(), rolled_out(blue_green(), undone_by=None)),
    right=lambda: template(real_time(), rolled_out(blue_green())),
)
