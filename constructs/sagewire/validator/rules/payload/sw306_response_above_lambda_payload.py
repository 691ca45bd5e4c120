"""Lambda passes no larger answer of a function on: the model has worked, and whoever waits has an error. An answer
that is no text goes through an API or a function URL as base64, four characters for three bytes.
"""

from collections.abc import Iterator

from sagewire.limits import LAMBDA_PAYLOAD
from sagewire.validator.graph import Graph
from sagewire.validator.loads.payloads import above_lambda, answered, once
from sagewire.validator.rule import Fault, Rule
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, url
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    return once(found for way, found in above_lambda(graph, answered) if not way.streams and _answers(found))


def _answers(found: Fault) -> bool:
    """Whether the function has the answer: that of an asynchronous endpoint goes to a bucket."""
    return found.path is not None and found.path.endpoint.answers


RULE = Rule(
    id="SW306",
    title="response is larger than Lambda passes on",
    severity=Severity.ERROR,
    why=__doc__,
    limit=LAMBDA_PAYLOAD,
    message="responses by {way} have {found} B, as stated{grown}; Lambda passes {limit} on",
    fix="Answer less, stream the answer by a function URL, or write it to S3 and answer where it lies.",
    check=_check,
    wrong=lambda: template(real_time(), function(stated={"responseBytes": 5_000_000}), url()),
    right=lambda: template(real_time(), function(stated={"responseBytes": 4_500_000}), url()),
)
