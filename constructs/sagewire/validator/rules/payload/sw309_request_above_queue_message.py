"""A queue takes no larger message, and one with a MaximumMessageSize of its own even less: whoever sends a larger
request has an error. It is a warning, since a message may tell where a request lies; it is an error where `eventBytes`
states what comes.
"""

from collections.abc import Iterator

from sagewire.limits import SQS_MESSAGE
from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import QUEUE
from sagewire.validator.loads.payloads import brought, called, certainty, once, paths_by, size_limit
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_MOST = SQS_MESSAGE.value


def _check(graph: Graph) -> Iterator[Fault]:
    return once(_found(graph))


def _found(graph: Graph) -> Iterator[Fault]:
    for path, way in paths_by(graph, QUEUE):
        request, read = brought(path), graph.queue_behind(way.at)
        limit = size_limit(read.resource["MaximumMessageSize"], _MOST, _MOST) if read else _MOST
        if request.number is not None and request.number > limit:
            words = {"what": called(request), "queue": read.resource.logical_id if read else "the queue"}
            severity = certainty(path, request)
            yield fault(request, request.number, limit=f"{limit:,} B", path=path, severity=severity, **words)


RULE = Rule(
    id="SW309",
    title="request is larger than the queue takes",
    severity=Severity.WARNING,
    why=__doc__,
    limit=SQS_MESSAGE,
    message="{what} have {found} B, as stated; a message of {queue} has {limit} at most",
    fix="Raise MaximumMessageSize as far as it goes, or put the request into S3 and send where it lies.",
    check=_check,
    wrong=lambda: template(
        serverless(), function(stated={"requestBytes": 300_000}), queue(MaximumMessageSize=262_144), mapping()
    ),
    right=lambda: template(serverless(), function(stated={"requestBytes": 300_000}), queue(), mapping()),
)
