"""An express state machine runs for five minutes, all its states together. A function of it that may run longer is
not waited for: the execution has timed out, and the function works on for nobody.
"""

from collections.abc import Iterator

from sagewire.limits import WORKFLOW_EXPRESS
from sagewire.validator.graph import Graph
from sagewire.validator.graph.definition import STATE_MACHINE
from sagewire.validator.loads.waits import shown
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import state_machine
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for called in graph.functions:
        timeout = called.timeout
        if timeout is None or timeout <= WORKFLOW_EXPRESS.value or not called.asks:
            continue
        for way in graph.ways_into.get(called, ()):
            if way.resource.type == STATE_MACHINE and way.resource["StateMachineType"].text == "EXPRESS":
                yield fault(called["Timeout"], shown(timeout), machine=way.resource.logical_id)


RULE = Rule(
    id="SW119",
    title="express state machine ends before the function",
    severity=Severity.WARNING,
    why=__doc__,
    limit=WORKFLOW_EXPRESS,
    message="timeout is {found}; {machine}, an express state machine that calls it, runs for {limit}",
    fix="Set the timeout below {limit}, or make the state machine a STANDARD one.",
    check=_check,
    wrong=lambda: template(serverless(), function(Timeout=400), state_machine(type="EXPRESS")),
    right=lambda: template(serverless(), function(Timeout=400), state_machine(type="STANDARD")),
)
