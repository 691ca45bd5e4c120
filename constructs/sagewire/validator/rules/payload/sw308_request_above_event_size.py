"""What Lambda queues, and what goes over a bus of EventBridge, has a smaller limit than what a caller waits for: a
larger request is refused before any function sees it. Where a rule of EventBridge brings it, that is a warning, since
an event may tell where a request lies; it is an error where `eventBytes` states what comes.
"""

from collections.abc import Iterator

from sagewire.limits import LAMBDA_EVENT
from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import EVENT_RULE, HTTP_API, REST_API, WayIn
from sagewire.validator.loads.payloads import brought, called, certainty, once, paths_by, states_event
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_MOST = LAMBDA_EVENT.value


def _check(graph: Graph) -> Iterator[Fault]:
    return once(_found(graph))


def _found(graph: Graph) -> Iterator[Fault]:
    for path, way in paths_by(graph, EVENT_RULE, REST_API, HTTP_API):
        request = brought(path)
        brings = way.asynchronous and (states_event(request) or _brings_it(way))
        if request.number is not None and request.number > _MOST and brings:
            words = {"what": called(request), "way": way.resource.logical_id}
            yield fault(request, request.number, path=path, severity=certainty(path, request), **words)


def _brings_it(way: WayIn) -> bool:
    """Whether the event is the request: an event of AWS's only tells where something lies."""
    sources = way.resource["EventPattern"]["source"]
    own = [source.text is not None and not source.text.startswith("aws.") for source in sources.listed]
    return way.kind != EVENT_RULE or (sources.complete and bool(own) and all(own))


RULE = Rule(
    id="SW308",
    title="request is larger than an event",
    severity=Severity.WARNING,
    why=__doc__,
    limit=LAMBDA_EVENT,
    message="{what} by {way} have {found} B, as stated; an event has {limit} at most",
    fix="Put the request into S3, and send where it lies.",
    check=_check,
    wrong=lambda: template(serverless(), function(stated={"requestBytes": _MOST + 1}), event_rule()),
    right=lambda: template(serverless(), function(stated={"requestBytes": _MOST}), event_rule()),
)
