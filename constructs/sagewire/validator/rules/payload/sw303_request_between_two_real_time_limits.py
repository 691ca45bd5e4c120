"""AWS's pages disagree: by the API model a real-time endpoint takes requests of 6 MiB, by the hosting FAQ of 25 MB.
Larger ones than the API model states may be refused, in one region or with one SDK and not with another.
"""

from collections.abc import Iterator

from sagewire.limits import REAL_TIME_PAYLOAD, REAL_TIME_PAYLOAD_AT_MOST
from sagewire.published_metrics import COMPONENT_HOST, REAL_TIME
from sagewire.validator.graph import Graph
from sagewire.validator.payloads import paths_to
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity

_SURE = REAL_TIME_PAYLOAD.value
_MOST = REAL_TIME_PAYLOAD_AT_MOST.value


def _check(graph: Graph) -> Iterator[Fault]:
    for path in paths_to(graph, REAL_TIME, COMPONENT_HOST):
        request = path.function.request
        if request.number is not None and _SURE < request.number <= _MOST:
            endpoint = path.endpoint.resource.logical_id
            # Sagewire's own code goes by what is sure.
            severity = Severity.ERROR if path.function.own else None
            yield fault(request, request.number, path=path, severity=severity, endpoint=endpoint, most=f"{_MOST:,}")


RULE = Rule(
    id="SW303",
    title="request may be larger than a real-time endpoint takes",
    severity=Severity.WARNING,
    why=__doc__,
    limit=REAL_TIME_PAYLOAD,
    message="requests have {found} B, as stated; {endpoint} takes {limit} by the API model, {most} B by the FAQ",
    fix="Try it with a request of that size, send less, or take an asynchronous endpoint, which reads from S3.",
    check=_check,
    wrong=template(real_time(), function(stated={"requestBytes": _SURE + 1})),
    right=template(real_time(), function(stated={"requestBytes": _SURE})),
)
