"""AWS's pages disagree: by the API model a real-time endpoint takes requests of 6 MiB, by the hosting FAQ of 25 MB.
Larger ones than the API model states may be refused, in one region or with one SDK and not with another. It is an error
for sagewire's own invoker, which refuses to send what not all pages allow.
"""

from collections.abc import Iterator

from sagewire.limits import REAL_TIME_PAYLOAD, REAL_TIME_PAYLOAD_AT_MOST
from sagewire.published_metrics import COMPONENT_HOST, REAL_TIME
from sagewire.validator.graph import Graph
from sagewire.validator.loads.payloads import paths_to
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity

_SURE = REAL_TIME_PAYLOAD.value
_MOST = REAL_TIME_PAYLOAD_AT_MOST.value
_BY_WHICH_PAGE = f"takes {_SURE:,} B by the API model, {_MOST:,} B by the FAQ"
_OWN = f"sagewire's invoker sends {_SURE:,} B at most"


def _check(graph: Graph) -> Iterator[Fault]:
    for path in paths_to(graph, REAL_TIME, COMPONENT_HOST):
        request = path.function.request
        if request.number is not None and _SURE < request.number <= _MOST:
            # Sagewire's own code sends no more than what is sure.
            own = path.function.own
            takes = _OWN if own else f"{path.endpoint.resource.logical_id} {_BY_WHICH_PAGE}"
            severity = Severity.ERROR if own else None
            yield fault(request, request.number, path=path, severity=severity, takes=takes)


RULE = Rule(
    id="SW303",
    title="request may be larger than a real-time endpoint takes",
    severity=Severity.WARNING,
    why=__doc__,
    limit=REAL_TIME_PAYLOAD,
    message="requests have {found} B, as stated; {takes}",
    fix="Try it with a request of that size, send less, or take an asynchronous endpoint, which reads from S3.",
    check=_check,
    wrong=lambda: template(real_time(), function(stated={"requestBytes": _SURE + 1})),
    right=lambda: template(real_time(), function(stated={"requestBytes": _SURE})),
)
