"""A rollout that waits for longer than it may take in all never comes to its end: each update is given up, and rolled
back, after all these waits.
"""

from collections.abc import Iterator

from sagewire.limits import ROLLOUT_TIMEOUT
from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.graph.rollout import rollouts_of
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import blue_green, rolled_out
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for rollout in graph.view(rollouts_of):
        timeout, waits = rollout.timeout.number, rollout.least_seconds
        if timeout is not None and waits is not None and timeout <= waits:
            yield fault(rollout.timeout, limit=f"more than {figure(waits)} s", waits=f"{figure(waits)} s")


RULE = Rule(
    id="SW709",
    title="rollout waits for longer than it may take",
    severity=Severity.ERROR,
    why=__doc__,
    message="the rollout may take {found} s in all, and waits {waits} at least: each update is given up",
    fix=f"Set MaximumExecutionTimeoutInSeconds above {{waits}}, up to {ROLLOUT_TIMEOUT.value} s, or wait for less.",
    source=ROLLOUT_TIMEOUT.source,
    check=_check,
    wrong=lambda: template(real_time(), rolled_out(blue_green(MaximumExecutionTimeoutInSeconds=900))),
    right=lambda: template(real_time(), rolled_out(blue_green(MaximumExecutionTimeoutInSeconds=901))),
)
