"""Lambda ends a function at its timeout, whatever it waits for. The latency that is stated is the 99th percentile:
where it reaches the timeout, one call in a hundred at least has no answer, after the model has worked for it.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.loads.waits import questions, shown
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for question in questions(graph):
        if question.too_slow_for_the_function and question.latency is not None:
            limit = f"more than {shown(question.latency)}"
            latency = shown(question.latency)
            timeout = question.function.timeout
            yield fault(question.function["Timeout"], timeout, limit=limit, path=question.path, latency=latency)


RULE = Rule(
    id="SW102",
    title="model takes longer than the function runs",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html",
    message="timeout is {found} s, and the model that it asks takes {latency}, as stated",
    fix="Set the timeout above {latency}, with some seconds to connect and to answer; or take an asynchronous endpoint,"
    " whose answer no function waits for.",
    check=_check,
    wrong=lambda: template(serverless(stated={"latencyMilliseconds": 20_000}), function(Timeout=20)),
    right=lambda: template(
        serverless(stated={"latencyMilliseconds": 20_000}),
        function(Timeout=30, stated={"readTimeoutMilliseconds": 25_000, "attempts": 1}),
    ),
)
