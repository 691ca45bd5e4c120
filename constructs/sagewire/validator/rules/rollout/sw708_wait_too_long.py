"""SageMaker waits an hour at most after a step of a rollout, and an hour until it ends the old fleet. It refuses a
longer wait.
"""

from collections.abc import Iterator

from sagewire.limits import ROLLOUT_BAKE, ROLLOUT_TERMINATION_WAIT
from sagewire.validator.graph import Graph
from sagewire.validator.graph.rollout import rollouts_of
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import blue_green, rolled_out
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for rollout in graph.view(rollouts_of):
        termination = rollout.blue_green["TerminationWaitInSeconds"]
        for wait, limit in ((rollout.wait, ROLLOUT_BAKE), (termination, ROLLOUT_TERMINATION_WAIT)):
            if wait.number is not None and wait.number > limit.value:
                yield fault(wait, limit=f"{limit.value} {limit.unit}", name=wait.name)


RULE = Rule(
    id="SW708",
    title="rollout waits for longer than it can",
    severity=Severity.ERROR,
    why=__doc__,
    limit=ROLLOUT_BAKE,
    message="{name} is {found} s; {limit} is the most",
    fix="Set {name} to {limit} or less.",
    check=_check,
    wrong=lambda: template(real_time(), rolled_out(blue_green(wait=3601))),
    right=lambda: template(real_time(), rolled_out(blue_green(wait=3600))),
)
