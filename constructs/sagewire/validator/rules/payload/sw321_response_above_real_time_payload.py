"""AWS's pages disagree: by the API model a real-time endpoint passes responses of 6 MiB on, by the hosting FAQ of 25
MB. A larger one may be lost after the model has worked for it; streamed, it may be larger.
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


def _check(graph: Graph) -> Iterator[Fault]:
    for path in paths_to(graph, REAL_TIME, COMPONENT_HOST):
        response = path.function.response
        if response.number is None or response.number <= _SURE or path.function.may_stream:
            continue
        severity = Severity.ERROR if response.number > _MOST else Severity.WARNING
        endpoint = path.endpoint.resource.logical_id
        yield fault(response, response.number, path=path, severity=severity, endpoint=endpoint, most=f"{_MOST:,}")


RULE = Rule(
    id="SW321",
    title="response may be larger than a real-time endpoint passes on",
    severity=Severity.WARNING,
    why=__doc__,
    limit=REAL_TIME_PAYLOAD,
    message="responses have {found} B, as stated; {endpoint} passes {limit} on by the API model, {most} B by the FAQ",
    fix="Answer less, have the answer streamed, or take an asynchronous endpoint, which writes it to S3.",
    check=_check,
    wrong=lambda: template(real_time(), function(stated={"responseBytes": _SURE + 1})),
    right=lambda: template(real_time(), function(stated={"responseBytes": _SURE})),
)
