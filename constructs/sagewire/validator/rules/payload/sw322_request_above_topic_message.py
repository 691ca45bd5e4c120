"""A topic takes messages of 256 KiB unless its MaximumMessageSize says more: whoever publishes a larger request has an
error. It is a warning, since a message may tell where a request lies; it is an error where `eventBytes` states what
comes.
"""

from collections.abc import Iterator

from sagewire.limits import TOPIC_MESSAGE
from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import TOPIC, WayIn
from sagewire.validator.inference import topic_of
from sagewire.validator.payloads import brought, certainty, paths_by, size_limit
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, topic
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_MOST = TOPIC_MESSAGE.value
_DEFAULT = TOPIC_MESSAGE.default or _MOST


def _check(graph: Graph) -> Iterator[Fault]:
    for path, way in paths_by(graph, TOPIC):
        request, limit = brought(path), _limit(way)
        if request.number is not None and request.number > limit:
            named = topic_of(way)
            shown = named.logical_id if named else "the topic"
            severity = certainty(path, request)
            yield fault(request, request.number, limit=f"{limit:,} B", path=path, severity=severity, topic=shown)


def _limit(way: WayIn) -> float:
    topic = topic_of(way)
    return _MOST if topic is None else size_limit(topic["MaximumMessageSize"], _DEFAULT, _MOST)


RULE = Rule(
    id="SW322",
    title="request is larger than the topic takes",
    severity=Severity.WARNING,
    why=__doc__,
    limit=TOPIC_MESSAGE,
    message="requests have {found} B, as stated; a message of {topic} has {limit} at most",
    fix="Raise MaximumMessageSize as far as it goes, or put the request into S3 and publish where it lies.",
    check=_check,
    wrong=lambda: template(serverless(), function(stated={"requestBytes": _DEFAULT + 1}), topic()),
    right=lambda: template(serverless(), function(stated={"requestBytes": _DEFAULT}), topic()),
)
