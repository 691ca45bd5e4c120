"""Whatever an API lets through, Lambda hands no larger event to a function that is waited for. APIs and function URLs
put a body that is no text into the event as base64, four characters for three bytes.
"""

from collections.abc import Iterator

from sagewire.limits import LAMBDA_PAYLOAD
from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import HTTP_API, PIPE, REST_API, URL
from sagewire.validator.payloads import binary, passes, paths_by
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, url
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity

_MOST = LAMBDA_PAYLOAD.value


def _check(graph: Graph) -> Iterator[Fault]:
    for path, way in paths_by(graph, URL, HTTP_API, REST_API, PIPE):
        request = path.function.request
        severity = passes(request, _MOST)
        # An event of a pipe is JSON as it is.
        if severity is None or way.asynchronous or (way.kind == PIPE and severity is Severity.WARNING):
            continue
        grown = binary(request, severity)
        yield fault(request, request.number, path=path, severity=severity, way=way.resource.logical_id, grown=grown)


RULE = Rule(
    id="SW305",
    title="request is larger than Lambda takes",
    severity=Severity.ERROR,
    why=__doc__,
    limit=LAMBDA_PAYLOAD,
    message="requests by {way} have {found} B, as stated{grown}; Lambda takes {limit}",
    fix="Send less, or send where the request lies: let callers write it to S3 by a presigned URL.",
    check=_check,
    wrong=template(real_time(), function(stated={"requestBytes": 5_000_000}), url()),
    right=template(real_time(), function(stated={"requestBytes": 4_500_000}), url()),
)
