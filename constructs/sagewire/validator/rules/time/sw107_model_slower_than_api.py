"""An API that waits for a function answers with an error when its own limit is over, whatever timeout the function has,
and so does a REST API that asks the endpoint itself. Where the stated latency, the 99th percentile, is longer, one
caller in a hundred at least has that error.
"""

from collections.abc import Iterator

from sagewire.limits import REST_API_TIMEOUT
from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import HTTP_API, REST_API
from sagewire.validator.loads.waits import direct_waits, shown, waits
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, http_api, url
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for wait in waits(graph, REST_API, HTTP_API):
        latency = wait.question.latency if wait.question else None
        # A response that is streamed begins earlier, and a WebSocket API may answer later, by its connection.
        if latency is not None and latency > wait.seconds and not wait.way.streams:
            yield fault(
                wait.way.waits or wait.way.at, shown(latency), limit=shown(wait.seconds), path=wait.path, api=wait.noun
            )
    for direct in direct_waits(graph):
        latency, limit = direct.call.latency, direct.seconds
        if latency is not None and latency > limit:
            at = direct.call.integration.waits
            yield fault(at, shown(latency), limit=shown(limit), path=direct.path, api=direct.noun)


_DEADLINE = {"deadlineMilliseconds": 40_000, "readTimeoutMilliseconds": 38_000, "attempts": 1}
_SLOW = serverless(stated={"latencyMilliseconds": 35_000})

RULE = Rule(
    id="SW107",
    title="model takes longer than the API waits",
    severity=Severity.ERROR,
    why=__doc__,
    source=REST_API_TIMEOUT.source,
    message="the model behind it takes {found}, as stated; {api} waits {limit}",
    fix="Take a way in that waits as long as the function runs (a function URL), or one at which nobody waits (a queue,"
    " an asynchronous endpoint).",
    check=_check,
    wrong=lambda: template(_SLOW, http_api(), function(Timeout=45, stated=_DEADLINE)),
    right=lambda: template(_SLOW, url(), function(Timeout=45, stated=_DEADLINE)),
)
