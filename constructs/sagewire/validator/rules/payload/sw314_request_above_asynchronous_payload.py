"""An asynchronous endpoint reads no larger object: the invocation fails, and only the failure path tells."""

from collections.abc import Iterator

from sagewire.limits import ASYNC_PAYLOAD
from sagewire.published_metrics import ASYNCHRONOUS
from sagewire.validator.graph import Graph
from sagewire.validator.loads.payloads import above, asked
from sagewire.validator.rule import Fault, Rule
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity

_MOST = ASYNC_PAYLOAD.value


def _check(graph: Graph) -> Iterator[Fault]:
    return above(graph, _MOST, asked, ASYNCHRONOUS)


RULE = Rule(
    id="SW314",
    title="request is larger than an asynchronous endpoint reads",
    severity=Severity.ERROR,
    why=__doc__,
    limit=ASYNC_PAYLOAD,
    message="requests have {found} B, as stated; {endpoint}, an asynchronous endpoint, reads {limit}",
    fix="Split the request, or run it as a batch transform job.",
    check=_check,
    wrong=lambda: template(
        asynchronous(), function(action="sagemaker:InvokeEndpointAsync", stated={"requestBytes": _MOST + 1})
    ),
    right=lambda: template(
        asynchronous(), function(action="sagemaker:InvokeEndpointAsync", stated={"requestBytes": _MOST})
    ),
)
