"""A function whose timeout is not longer than the endpoint may take ends while the model still works: the caller
has an error, the inference is paid for, and a retry starts it again. For code that is not sagewire's, botocore's
own read timeout of 60 s is assumed, so that at 60 s the function dies together with its first attempt. Where what calls
the function waits less than that, an API for instance, no longer timeout helps: then it is found only if the function
leaves half of that time, or more, unused.
"""

from collections.abc import Iterator

from sagewire.limits import REAL_TIME_RESPONSE
from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import WayIn
from sagewire.validator.loads.waits import Question, questions, shown, wait_before, waits_unknown, with_article
from sagewire.validator.path import Path
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for question in questions(graph):
        timeout = question.function.timeout
        # Where it is told how long an answer takes, or is waited for, other rules compare with that.
        if timeout is None or timeout > REAL_TIME_RESPONSE.value or question.function.times_told:
            continue
        before = wait_before(graph, question.function)
        if before is not None and before.seconds is not None and before.seconds <= REAL_TIME_RESPONSE.value:
            yield from _before_a_wait(question, before, timeout, before.seconds)
        elif not waits_unknown(graph, question.function):
            to, who = f"above {REAL_TIME_RESPONSE.value} s", "botocore waits as long"
            yield fault(question.function["Timeout"], timeout, path=question.path, who=who, to=to)


def _before_a_wait(question: Question, way: WayIn, timeout: float, seconds: float) -> Iterator[Fault]:
    """A way in that gives up before the endpoint does: a longer timeout than its own would only be outlasted."""
    if timeout * 2 <= seconds:
        who = f"{with_article(way.kind)} waits {shown(seconds)} for the function"
        to = f"to {shown(seconds)} at most, and its client's waits below that"
        path = Path(way_in=way, function=question.function, endpoint=question.path.endpoint)
        yield fault(question.function["Timeout"], timeout, path=path, who=who, to=to)


RULE = Rule(
    id="SW101",
    title="function gives up before the endpoint does",
    severity=Severity.WARNING,
    why=__doc__,
    limit=REAL_TIME_RESPONSE,
    message="timeout is {found} s; the endpoint that it asks may take {limit}, and {who}",
    fix="Set the timeout {to}; if the model is faster, state latencyMilliseconds in its Metadata.sagewire.",
    check=_check,
    wrong=lambda: template(serverless(), function(Timeout=60)),
    right=lambda: template(serverless(), function(Timeout=61, stated={"attempts": 1})),
)
