"""A serverless endpoint passes no larger response on: the model has worked, and whoever asked has an error."""

from collections.abc import Iterator

from sagewire.limits import SERVERLESS_PAYLOAD
from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.loads.payloads import above, answered
from sagewire.validator.rule import Fault, Rule
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_MOST = SERVERLESS_PAYLOAD.value


def _check(graph: Graph) -> Iterator[Fault]:
    return above(graph, _MOST, answered, SERVERLESS)


RULE = Rule(
    id="SW304",
    title="response is larger than a serverless endpoint passes on",
    severity=Severity.ERROR,
    why=__doc__,
    limit=SERVERLESS_PAYLOAD,
    message="responses have {found} B, as stated; {endpoint}, a serverless endpoint, passes {limit} on",
    fix="Answer less, take a real-time endpoint, or an asynchronous one, which writes responses to S3.",
    check=_check,
    wrong=lambda: template(serverless(), function(stated={"responseBytes": _MOST + 1})),
    right=lambda: template(serverless(), function(stated={"responseBytes": _MOST})),
)
