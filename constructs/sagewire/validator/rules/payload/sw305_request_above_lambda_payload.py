"""Whatever an API lets through, Lambda hands no larger event to a function that is waited for. APIs and function URLs
put a body that is no text into the event as base64, four characters for three bytes. It is a
warning for a pipe, which may hand on where a request lies: state `eventBytes` if less comes by it.
"""

from collections.abc import Iterator

from sagewire.limits import LAMBDA_PAYLOAD
from sagewire.validator.graph import Graph
from sagewire.validator.loads.payloads import above_lambda, brought, once
from sagewire.validator.rule import Fault, Rule
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, url
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    return once(found for _, found in above_lambda(graph, brought))


RULE = Rule(
    id="SW305",
    title="request is larger than Lambda takes",
    severity=Severity.ERROR,
    why=__doc__,
    limit=LAMBDA_PAYLOAD,
    message="{what} by {way} have {found} B, as stated{grown}; Lambda takes {limit}",
    fix="Send less, or send where the request lies: let callers write it to S3 by a presigned URL.",
    check=_check,
    wrong=lambda: template(real_time(), function(stated={"requestBytes": 5_000_000}), url()),
    right=lambda: template(real_time(), function(stated={"requestBytes": 4_500_000}), url()),
)
