"""A function that waits for its model runs for as long as each request takes. Where it may run fewer times at once than
its peak rate asks for, Lambda refuses the others: callers get errors 429 at the peak. The latency that is stated is the
99th percentile, and most requests may take less: it is an error where half of it would be too much as well, and a
warning otherwise, or where the templates do not tell what calls the function. Nothing is said where all that calls it
keeps what it cannot take yet, such as a queue.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.validator.graph import Graph
from sagewire.validator.loads.demand import LITTLE, buffered, demands, path_of, severity_above, waits_for_the_answer
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, url
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for demand in demands(graph):
        reserved = demand.function["ReservedConcurrentExecutions"]
        # 0 switches a function off, which SW424 tells of.
        if not reserved.number or buffered(graph, demand.function) or not waits_for_the_answer(demand):
            continue
        if demand.concurrency > reserved.number:
            known = graph.ways_into.get(demand.function)
            severity = severity_above(demand.concurrency, reserved.number) if known else Severity.WARNING
            words: dict[str, Any] = {"said": demand.said, "wanted": demand.at_once, "path": path_of(graph, demand)}
            yield fault(reserved, limit=f"at least {demand.at_once}", severity=severity, **words)


RULE = Rule(
    id="SW403",
    title="peak rate is above the reserved concurrency of the function",
    severity=Severity.WARNING,
    why=__doc__,
    source=LITTLE,
    message="the stated peak, {said}, is {wanted} at a time if each takes as long; {found} executions are"
    " reserved, and Lambda refuses more",
    fix="Reserve {wanted} executions or more, or put a queue before the function.",
    check=_check,
    wrong=lambda: template(
        serverless(stated={"latencyMilliseconds": 500}),
        function(ReservedConcurrentExecutions=10, stated={"peakRate": 30}),
        url(),
    ),
    right=lambda: template(
        serverless(stated={"latencyMilliseconds": 500}),
        function(ReservedConcurrentExecutions=15, stated={"peakRate": 30}),
        url(),
    ),
)
