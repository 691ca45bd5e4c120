"""SageMaker ends an invocation at the time that the endpoint's kind allows: 60 s for one that answers, 480 s where
the answer is streamed, an hour for an asynchronous one. A model whose stated latency is longer never gets an answer
through.
"""

from collections.abc import Iterator

from sagewire.limits import ASYNC_RESPONSE, REAL_TIME_RESPONSE, REAL_TIME_STREAM, SERVERLESS_RESPONSE, Limit
from sagewire.published_metrics import ASYNCHRONOUS, SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Endpoint
from sagewire.validator.graph.model import Model
from sagewire.validator.nouns import NOUNS
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import asynchronous, serverless
from sagewire.validator.severity import Severity
from sagewire.validator.waits import shown


def _allowed(graph: Graph, endpoint: Endpoint) -> Limit | None:
    """How long its models may take at most, by all that is known of how they are asked."""
    if endpoint.kind == ASYNCHRONOUS:
        return ASYNC_RESPONSE
    if endpoint.kind == SERVERLESS:
        return SERVERLESS_RESPONSE
    if not endpoint.answers:
        return None
    asking = [function for function in graph.invokers if endpoint in function.endpoints]
    whole = asking and not any(function.may_stream for function in asking)
    return REAL_TIME_RESPONSE if whole else REAL_TIME_STREAM


def _served(graph: Graph) -> dict[Model, tuple[Endpoint, Limit]]:
    """Each model that takes longer than an answer may, with the endpoint that gives it the least time."""
    found: dict[Model, tuple[Endpoint, Limit]] = {}
    for endpoint in graph.endpoints:
        slow = [model for model in endpoint.models if (model.latency.number or 0) > REAL_TIME_RESPONSE.value * 1000]
        allowed = _allowed(graph, endpoint) if slow else None
        for model in slow if allowed else ():
            if allowed and (model not in found or allowed.value < found[model][1].value):
                found[model] = endpoint, allowed
    return found


def _check(graph: Graph) -> Iterator[Fault]:
    for model, (endpoint, allowed) in _served(graph).items():
        latency = model.latency.number
        if latency is not None and latency > allowed.value * 1000:
            noun = NOUNS[endpoint.kind or ""]
            streamed = ", even if it is streamed" if allowed is REAL_TIME_STREAM else ""
            limit = shown(allowed.value)
            yield fault(model.latency, shown(latency / 1000), limit=limit, noun=noun, streamed=streamed)


RULE = Rule(
    id="SW103",
    title="model takes longer than its kind of endpoint allows",
    severity=Severity.ERROR,
    why=__doc__,
    limit=SERVERLESS_RESPONSE,
    message="the model takes {found}, as stated; {noun} ends an invocation after {limit}{streamed}",
    fix="Take an asynchronous endpoint, which gives an invocation up to an hour, or send less with each request.",
    check=_check,
    wrong=template(serverless(stated={"latencyMilliseconds": 75_000})),
    right=template(asynchronous(stated={"latencyMilliseconds": 75_000})),
)
