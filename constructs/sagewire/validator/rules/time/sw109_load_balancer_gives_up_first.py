"""A load balancer closes a connection on which nothing was sent for its idle timeout, and nothing is sent while a
function works. The caller has a 504, and the function works on for nobody.
"""

from collections.abc import Iterator

from sagewire.limits import LOAD_BALANCER_IDLE
from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import LOAD_BALANCER
from sagewire.validator.loads.waits import deadline_of, shown, waits
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import load_balancer
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for wait in waits(graph, LOAD_BALANCER):
        deadline = deadline_of(wait.function) if wait.question else None
        needed = wait.function.timeout if deadline is None else deadline
        if needed is not None and needed > wait.seconds and wait.way.waits is not None:
            name = wait.function.resource.logical_id
            what = f"{name} may run {shown(needed)}" if deadline is None else f"callers of {name} wait {shown(needed)}"
            yield fault(
                wait.way.waits,
                shown(wait.seconds),
                limit=f"at least {shown(needed)}",
                path=wait.path,
                what=what,
                needed=f"{needed:.10g}",
            )


RULE = Rule(
    id="SW109",
    title="load balancer gives up before the function",
    severity=Severity.WARNING,
    why=__doc__,
    source=LOAD_BALANCER_IDLE.source,
    message="the idle timeout is {found}; {what}",
    fix="Set idle_timeout.timeout_seconds to {needed} or more, or let the function end earlier.",
    check=_check,
    wrong=lambda: template(serverless(), load_balancer(idle="60"), function(Timeout=300)),
    right=lambda: template(serverless(), load_balancer(idle="300"), function(Timeout=300)),
)
