"""ReservedConcurrentExecutions of 0 switches a function off: each call is refused as throttled, and what comes by
events, queues and streams waits until it expires. That is a brake for an emergency, and is easily left on. Looks at
functions that are part of inference.
"""

from collections.abc import Iterator

from sagewire.limits.sources import LAMBDA
from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for reserving in graph.view(Inference).functions:
        reserved = reserving["ReservedConcurrentExecutions"]
        if reserved.number == 0:
            yield fault(reserved, reserving.resource.logical_id)


RULE = Rule(
    id="SW424",
    title="function that is switched off",
    severity=Severity.WARNING,
    why=__doc__,
    message="ReservedConcurrentExecutions is 0: {found} never runs",
    fix="Reserve as many as are needed, or leave it out.",
    source=f"{LAMBDA}/dg/configuration-concurrency.html",
    check=_check,
    wrong=lambda: template(serverless(), function(ReservedConcurrentExecutions=0)),
    right=lambda: template(serverless(), function(ReservedConcurrentExecutions=1)),
)
