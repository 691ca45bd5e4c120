"""A function whose timeout is not longer than the endpoint may take ends while the model still works: the caller
has an error, the inference is paid for, and a retry starts it again. For code that is not sagewire's, botocore's
own read timeout of 60 s is assumed, so that at 60 s the function dies together with its first attempt.
"""

from collections.abc import Iterator

from sagewire.limits import REAL_TIME_RESPONSE
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.waits import questions


def _check(graph: Graph) -> Iterator[Fault]:
    for question in questions(graph):
        timeout = question.function.timeout
        # Where it is told how long an answer takes, or is waited for, other rules compare with that.
        if timeout is not None and timeout <= REAL_TIME_RESPONSE.value and not question.function.times_told:
            yield fault(question.function["Timeout"], timeout, path=question.path)


RULE = Rule(
    id="SW101",
    title="function gives up before the endpoint does",
    severity=Severity.WARNING,
    why=__doc__,
    limit=REAL_TIME_RESPONSE,
    message="timeout is {found} s; the endpoint that it asks may take {limit}, and botocore waits as long",
    fix="Set the timeout above {limit}; if the model is faster, state latencyMilliseconds in its Metadata.sagewire.",
    check=_check,
    wrong=lambda: template(serverless(), function(Timeout=60)),
    right=lambda: template(serverless(), function(Timeout=61, stated={"attempts": 1})),
)
