"""Several functions that ask one serverless endpoint share its concurrency. Each finds room at its own peak, but
where the peaks meet, the endpoint refuses requests with ThrottlingException.
"""

import math
from collections import defaultdict
from collections.abc import Iterator

from sagewire.limits import SERVERLESS_CONCURRENCY
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Endpoint
from sagewire.validator.loads.demand import Demand, demands, more_room
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    asked: defaultdict[Endpoint, list[Demand]] = defaultdict(list)
    for demand in demands(graph):
        asked[demand.endpoint].append(demand)
    for endpoint, demanded in asked.items():
        together = math.ceil(sum(demand.concurrency for demand in demanded))
        for variant in endpoint.variants:
            most = variant["ServerlessConfig"]["MaxConcurrency"]
            if most.number is not None and max(demand.concurrency for demand in demanded) <= most.number < together:
                yield fault(
                    most, limit=f"at least {together}", count=len(demanded), together=together, room=more_room(together)
                )


RULE = Rule(
    id="SW417",
    title="peaks of several functions together are above the serverless endpoint's concurrency",
    severity=Severity.WARNING,
    why=__doc__,
    source=SERVERLESS_CONCURRENCY.source,
    message="{count} functions ask for {together} at a time when their peaks meet; the endpoint takes {found}",
    fix="{room}; or give functions endpoints of their own.",
    check=_check,
    wrong=lambda: template(
        serverless(stated={"latencyMilliseconds": 500}),
        function(stated={"peakRate": 30}),
        function("Other", stated={"peakRate": 30}),
    ),
    right=lambda: template(
        serverless(stated={"latencyMilliseconds": 500}),
        function(stated={"peakRate": 20}),
        function("Other", stated={"peakRate": 20}),
    ),
)
