"""Each attempt of the SDK may wait for its whole read timeout. If all attempts together take longer than the
function runs, an endpoint that hangs has the function killed in the middle of one: no error is handled, none is
logged, and what called the function starts everything again. Where nothing is stated, botocore's defaults are
assumed.
"""

from collections.abc import Iterator

from sagewire.limits import BOTOCORE_ATTEMPTS, REAL_TIME_RESPONSE
from sagewire.validator.graph import Graph
from sagewire.validator.graph.call import Call
from sagewire.validator.graph.function import Function
from sagewire.validator.loads.waits import questions, shown, wait_before
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for question in questions(graph):
        asking, call, timeout = question.function, question.function.call, question.function.timeout
        # Sagewire's own code begins no attempt that it has not the time for.
        if asking.own or question.too_slow_for_the_function or not _told(asking):
            continue
        if timeout is not None and call.longest is not None and call.longest > timeout:
            yield fault(
                asking["Timeout"],
                timeout,
                limit=f"at least {call.longest:.10g} s",
                path=question.path,
                takes=_takes(call, call.longest),
                or_else=_or_else(graph, asking, call.longest),
            )


def _takes(call: Call, longest: float) -> str:
    """ "3 attempts of 60 s and their pauses take 183 s (botocore's defaults)"."""
    if call.attempts == 1:
        return f"1 attempt takes {shown(longest)} ({call.assumed})"
    return f"{call.attempts:g} attempts of {call.wait:g} s and their pauses take {shown(longest)} ({call.assumed})"


def _or_else(graph: Graph, asking: Function, longest: float) -> str:
    """What helps as well, but for a function whose own caller would not wait so long."""
    before = wait_before(graph, asking)
    waited = before is None or before.seconds is None or before.seconds >= longest
    return f"; or let the function run {shown(longest)}" if waited else ""


def _told(asking: Function) -> bool:
    """Whether enough is told to compare with: below the endpoint's own limit, SW101 says what there is to say."""
    long = asking.timeout is not None and asking.timeout > REAL_TIME_RESPONSE.value
    return asking.times_told or (long and asking.call.told_attempts.present)


RULE = Rule(
    id="SW104",
    title="attempts outlast the function",
    severity=Severity.WARNING,
    why=__doc__,
    source=BOTOCORE_ATTEMPTS.source,
    message="timeout is {found} s; {takes}",
    fix="Give the client a Config whose read_timeout and total_max_attempts end before the function,"
    " and state them (Metadata.sagewire: readTimeoutMilliseconds, attempts){or_else}.",
    check=_check,
    wrong=lambda: template(serverless(stated={"latencyMilliseconds": 5000}), function(Timeout=30)),
    right=lambda: template(
        serverless(stated={"latencyMilliseconds": 5000}),
        function(Timeout=30, stated={"readTimeoutMilliseconds": 14_000, "attempts": 2}),
    ),
)
