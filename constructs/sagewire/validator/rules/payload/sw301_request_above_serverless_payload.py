"""A serverless endpoint takes no larger request: it answers 413, whatever the function, and whatever is before it, let
through.
"""

from collections.abc import Iterator

from sagewire.limits import SERVERLESS_PAYLOAD
from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.loads.payloads import above, asked
from sagewire.validator.rule import Fault, Rule
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_MOST = SERVERLESS_PAYLOAD.value


def _check(graph: Graph) -> Iterator[Fault]:
    return above(graph, _MOST, asked, SERVERLESS)


RULE = Rule(
    id="SW301",
    title="request is larger than a serverless endpoint takes",
    severity=Severity.ERROR,
    why=__doc__,
    limit=SERVERLESS_PAYLOAD,
    message="requests have {found} B, as stated; {endpoint}, a serverless endpoint, takes {limit}",
    fix="Send less, take a real-time endpoint, or an asynchronous one, which reads requests from S3.",
    check=_check,
    wrong=lambda: template(serverless(), function(stated={"requestBytes": _MOST + 1})),
    right=lambda: template(serverless(), function(stated={"requestBytes": _MOST})),
)
