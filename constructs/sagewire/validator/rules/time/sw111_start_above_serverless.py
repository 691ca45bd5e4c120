"""A serverless endpoint gives a container three minutes to load its model and to answer /ping. One that takes
longer, by the start that was stated for it, is given up each time: the endpoint is not created, or its requests
fail.
"""

from collections.abc import Iterator

from sagewire.limits import SERVERLESS_START
from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.loads.waits import shown
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time, serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    served = [model for endpoint in graph.endpoints if endpoint.kind == SERVERLESS for model in endpoint.models]
    for model in dict.fromkeys(served):
        start = model.start.number
        if start is not None and start > SERVERLESS_START.value * 1000:
            yield fault(model.start, shown(start / 1000))


RULE = Rule(
    id="SW111",
    title="container starts more slowly than a serverless endpoint allows",
    severity=Severity.ERROR,
    why=__doc__,
    limit=SERVERLESS_START,
    message="the container takes {found} to start, as stated; a serverless endpoint gives it {limit}",
    fix="Make the model smaller or load it faster, or take a real-time endpoint, whose start may take an hour.",
    check=_check,
    wrong=lambda: template(serverless(stated={"startMilliseconds": 200_000})),
    right=lambda: template(real_time(stated={"startMilliseconds": 200_000})),
)
