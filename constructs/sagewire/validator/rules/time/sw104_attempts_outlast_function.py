"""Each attempt of the SDK may wait for its whole read timeout. If all attempts together take longer than the
function runs, an endpoint that hangs has the function killed in the middle of one: no error is handled, none is
logged, and what called the function starts everything again. Where nothing is stated, botocore's defaults are
assumed.
"""

from collections.abc import Iterator

from sagewire.limits import BOTOCORE_ATTEMPTS, REAL_TIME_RESPONSE
from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import Function
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.waits import questions


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
                attempts=f"{call.attempts:g}",
                wait=f"{call.wait:g}",
                assumed=call.assumed,
                longest=f"{call.longest:.10g}",
            )


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
    message="timeout is {found} s; {attempts} attempts of {wait} s and their pauses take {longest} s ({assumed})",
    fix="Give the client a Config whose read_timeout and total_max_attempts end before the function,"
    " and state them (Metadata.sagewire: readTimeoutMilliseconds, attempts); or let the function run {longest} s.",
    check=_check,
    wrong=lambda: template(serverless(stated={"latencyMilliseconds": 5000}), function(Timeout=30)),
    right=lambda: template(
        serverless(stated={"latencyMilliseconds": 5000}),
        function(Timeout=30, stated={"readTimeoutMilliseconds": 14_000, "attempts": 2}),
    ),
)
