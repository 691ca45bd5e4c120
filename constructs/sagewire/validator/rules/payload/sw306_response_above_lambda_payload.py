"""Lambda passes no larger answer of a function on: the model has worked, and whoever waits has an error. An answer
that is no text goes through an API or a function URL as base64, four characters for three bytes.
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
        response = path.function.response
        severity = passes(response, _MOST)
        if severity is None or way.asynchronous or way.streams or (way.kind == PIPE and severity is Severity.WARNING):
            continue
        grown = binary(response, severity)
        yield fault(response, response.number, path=path, severity=severity, way=way.resource.logical_id, grown=grown)


RULE = Rule(
    id="SW306",
    title="response is larger than Lambda passes on",
    severity=Severity.ERROR,
    why=__doc__,
    limit=LAMBDA_PAYLOAD,
    message="responses by {way} have {found} B, as stated{grown}; Lambda passes {limit} on",
    fix="Answer less, stream the answer by a function URL, or write it to S3 and answer where it lies.",
    check=_check,
    wrong=template(real_time(), function(stated={"responseBytes": 5_000_000}), url()),
    right=template(real_time(), function(stated={"responseBytes": 4_500_000}), url()),
)
