"""A topic takes messages of 256 KiB unless its MaximumMessageSize says more: whoever publishes a larger request has an
error. It is a warning, since a message may tell where a request lies; it is an error where `eventBytes` states what
comes. A queue that the function reads may be filled by a topic: then it is a warning, since others may fill it too.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sagewire.limits import TOPIC_MESSAGE
from sagewire.validator.graph import Graph
from sagewire.validator.graph.queue import Queue
from sagewire.validator.graph.way_in import QUEUE, TOPIC, WayIn
from sagewire.validator.inference import topic_of
from sagewire.validator.loads.payloads import brought, called, certainty, once, paths_by, size_limit
from sagewire.validator.messages.senders import senders
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, topic
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource

_MOST = TOPIC_MESSAGE.value
_DEFAULT = TOPIC_MESSAGE.default or _MOST


def _check(graph: Graph) -> Iterator[Fault]:
    return once(_found(graph))


def _found(graph: Graph) -> Iterator[Fault]:
    for path, way in paths_by(graph, TOPIC, QUEUE):
        request = brought(path)
        for sends in _topics(graph, way):
            limit = _MOST if sends is None else size_limit(sends["MaximumMessageSize"], _DEFAULT, _MOST)
            if request.number is not None and request.number > limit:
                severity = certainty(path, request) if way.kind == TOPIC else Severity.WARNING
                words = {"what": called(request), "topic": sends.logical_id if sends else "the topic"}
                yield fault(request, request.number, limit=f"{limit:,} B", path=path, severity=severity, **words)


def _topics(graph: Graph, way: WayIn) -> Sequence[Resource | None]:
    """The topics by which a function is called: one that is not known, or those that fill the queue it reads."""
    if way.kind == TOPIC:
        return [topic_of(way)]
    queue = graph.queue_behind(way.at)
    return graph.view(_filling).get(queue, ()) if queue else ()


def _filling(graph: Graph) -> Mapping[Queue, Sequence[Resource]]:
    """The topics that send to each queue."""
    found: defaultdict[Queue, list[Resource]] = defaultdict(list)
    for sender in senders(graph):
        if sender.service == "sns" and sender.source is not None and not sender.failures:
            found[sender.queue].append(sender.source)
    return found


RULE = Rule(
    id="SW322",
    title="request is larger than the topic takes",
    severity=Severity.WARNING,
    why=__doc__,
    limit=TOPIC_MESSAGE,
    message="{what} have {found} B, as stated; a message of {topic} has {limit} at most",
    fix="Raise MaximumMessageSize as far as it goes, or put the request into S3 and publish where it lies.",
    check=_check,
    wrong=lambda: template(serverless(), function(stated={"requestBytes": _DEFAULT + 1}), topic()),
    right=lambda: template(serverless(), function(stated={"requestBytes": _DEFAULT}), topic()),
)
