"""A function that may run more often at a time than its serverless endpoint takes requests meets ThrottlingException
under load: what it was called for is tried again, or lost. Where the peak rate and the latency are stated, these are
compared instead.
"""

from collections.abc import Iterator

from sagewire.limits import SERVERLESS_CONCURRENCY
from sagewire.validator.graph import Graph
from sagewire.validator.loads.demand import concurrency_bound
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for asked in graph.invokers:
        bound = concurrency_bound(graph, asked)
        stated = asked.peak_rate.number is not None and asked.latency is not None
        if bound is None or bound.number is None or stated or len(asked.endpoints) != 1:
            continue
        for variant in asked.endpoints[0].variants:
            most = variant["ServerlessConfig"]["MaxConcurrency"].number
            if most is not None and bound.number > most:
                yield fault(bound, limit=most, name=bound.name)


RULE = Rule(
    id="SW404",
    title="function may ask more at a time than the serverless endpoint takes",
    severity=Severity.WARNING,
    why=__doc__,
    source=SERVERLESS_CONCURRENCY.source,
    message="{name} is {found}; the serverless endpoint that is asked takes {limit} at a time, and throttles more",
    fix="Lower {name} to {limit}, raise the endpoint's MaxConcurrency, or state the peak rate and the model's latency.",
    check=_check,
    wrong=lambda: template(serverless(), function(ReservedConcurrentExecutions=50)),
    right=lambda: template(serverless(), function(ReservedConcurrentExecutions=20)),
)
