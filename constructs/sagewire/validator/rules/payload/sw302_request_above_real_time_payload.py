"""A real-time endpoint takes no larger request by any of AWS's pages: it answers 413, whatever the function, and
whatever is before it, let through.
"""

from collections.abc import Iterator

from sagewire.limits import REAL_TIME_PAYLOAD_AT_MOST
from sagewire.published_metrics import COMPONENT_HOST, REAL_TIME
from sagewire.validator.graph import Graph
from sagewire.validator.loads.payloads import above, asked
from sagewire.validator.rule import Fault, Rule
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity

_MOST = REAL_TIME_PAYLOAD_AT_MOST.value


def _check(graph: Graph) -> Iterator[Fault]:
    return above(graph, _MOST, asked, REAL_TIME, COMPONENT_HOST)


RULE = Rule(
    id="SW302",
    title="request is larger than a real-time endpoint takes",
    severity=Severity.ERROR,
    why=__doc__,
    limit=REAL_TIME_PAYLOAD_AT_MOST,
    message="requests have {found} B, as stated; {endpoint} takes {limit} at most",
    fix="Send less, or take an asynchronous endpoint, which reads requests from S3.",
    check=_check,
    wrong=lambda: template(real_time(), function(stated={"requestBytes": _MOST + 1})),
    right=lambda: template(real_time(), function(stated={"requestBytes": 1_000_000})),
)
