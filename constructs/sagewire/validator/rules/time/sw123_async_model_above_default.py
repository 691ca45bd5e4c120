"""An asynchronous endpoint ends an invocation after 15 minutes unless the request itself asks for more, and no
setting of the endpoint changes that. Where the stated latency, the 99th percentile, is longer, one request in a
hundred at least is worked on until then, and its result is lost.
"""

from collections.abc import Iterator

from sagewire.limits import ASYNC_RESPONSE
from sagewire.published_metrics import ASYNCHRONOUS
from sagewire.validator.graph import Graph
from sagewire.validator.loads.waits import shown
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    served = [model for endpoint in graph.endpoints if endpoint.kind == ASYNCHRONOUS for model in endpoint.models]
    default = ASYNC_RESPONSE.default or 0
    for model in dict.fromkeys(served):
        latency = model.latency.number
        if latency is not None and default * 1000 < latency <= ASYNC_RESPONSE.value * 1000:
            yield fault(model.latency, shown(latency / 1000), limit=shown(default))


RULE = Rule(
    id="SW123",
    title="asynchronous model takes longer than requests get by default",
    severity=Severity.WARNING,
    why=__doc__,
    limit=ASYNC_RESPONSE,
    message="the model takes {found}, as stated; a request that does not name a time gets {limit}",
    fix="Send each request with InvocationTimeoutSeconds above {found}, then acknowledge this with that reason.",
    check=_check,
    wrong=lambda: template(asynchronous(stated={"latencyMilliseconds": 1_200_000})),
    right=lambda: template(asynchronous(stated={"latencyMilliseconds": 600_000})),
)
