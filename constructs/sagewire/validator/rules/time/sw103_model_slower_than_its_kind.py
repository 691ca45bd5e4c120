"""SageMaker ends an invocation at the time that the endpoint's kind allows: 60 s for one that answers, 480 s where the
answer is streamed, an hour for an asynchronous one. Where the stated latency, the 99th percentile, is longer, one
invocation in a hundred at least ends without an answer. AWS may have raised the 60 s of real-time endpoints for an
account: give that as the quota REAL_TIME_RESPONSE.
"""

from collections.abc import Iterator

from sagewire.limits import ASYNC_RESPONSE, REAL_TIME_RESPONSE, REAL_TIME_STREAM, SERVERLESS_RESPONSE
from sagewire.published_metrics import ASYNCHRONOUS, SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Endpoint
from sagewire.validator.graph.model import Model
from sagewire.validator.graph.role import INVOKE_STREAM
from sagewire.validator.loads.waits import shown
from sagewire.validator.nouns import NOUNS
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import asynchronous, serverless
from sagewire.validator.severity import Severity

# Seconds that an invocation has, and what a message says of them.
_Time = tuple[float, str]


def _allowed(graph: Graph, endpoint: Endpoint) -> _Time | None:
    """How long its models may take at most, by all that is known of how they are asked."""
    if endpoint.kind == ASYNCHRONOUS:
        return ASYNC_RESPONSE.value, ""
    if endpoint.kind == SERVERLESS:
        return SERVERLESS_RESPONSE.value, ""
    if not endpoint.answers:
        return None
    seconds, granted = graph.quota(REAL_TIME_RESPONSE, "REAL_TIME_RESPONSE")
    if _asked_whole(graph, endpoint):
        return seconds, ", the quota that was given" if granted else ""
    return max(seconds, REAL_TIME_STREAM.value), ", even if it is streamed"


def _asked_whole(graph: Graph, endpoint: Endpoint) -> bool:
    """Whether it is asked by functions or APIs of the templates, none of which may have its answers streamed."""
    streams = [function.may_stream for function in graph.invokers if endpoint in function.endpoints]
    streams += [call.action == INVOKE_STREAM for call in graph.direct_calls if call.endpoint is endpoint]
    return bool(streams) and not any(streams)


def _served(graph: Graph) -> dict[Model, tuple[Endpoint, _Time]]:
    """Each model that takes longer than an answer may, with the endpoint that gives it the least time."""
    found: dict[Model, tuple[Endpoint, _Time]] = {}
    least = min(graph.quota(REAL_TIME_RESPONSE, "REAL_TIME_RESPONSE")[0], SERVERLESS_RESPONSE.value)
    for endpoint in graph.endpoints:
        slow = [model for model in endpoint.models if (model.latency.number or 0) > least * 1000]
        allowed = _allowed(graph, endpoint) if slow else None
        for model in slow if allowed else ():
            if allowed and (model not in found or allowed[0] < found[model][1][0]):
                found[model] = endpoint, allowed
    return found


def _check(graph: Graph) -> Iterator[Fault]:
    for model, (endpoint, (seconds, said)) in _served(graph).items():
        latency = model.latency.number
        if latency is not None and latency > seconds * 1000:
            noun = NOUNS[endpoint.kind or ""]
            yield fault(model.latency, shown(latency / 1000), limit=shown(seconds), noun=noun, said=said)


RULE = Rule(
    id="SW103",
    title="model takes longer than its kind of endpoint allows",
    severity=Severity.ERROR,
    why=__doc__,
    limit=SERVERLESS_RESPONSE,
    message="the model takes {found}, as stated; {noun} ends an invocation after {limit}{said}",
    fix="Take an asynchronous endpoint, which gives an invocation up to an hour, or send less with each request.",
    check=_check,
    wrong=lambda: template(serverless(stated={"latencyMilliseconds": 75_000})),
    right=lambda: template(asynchronous(stated={"latencyMilliseconds": 75_000})),
)
