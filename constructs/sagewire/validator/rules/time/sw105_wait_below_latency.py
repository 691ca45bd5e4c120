"""The client gives up on an attempt at its read timeout. Where the stated latency, the 99th percentile, is longer, one
attempt in a hundred at least is given up while the model still works, and the next one starts the same work again.
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
        asking, wait, latency = question.function, question.function.call.wait, question.latency
        # In a stream, the wait of code that is not sagewire's is for the next bytes only.
        patient = not asking.call.told_wait.present or (asking.may_stream and not asking.own)
        if patient or question.too_slow_for_the_function or question.too_slow_for_the_caller:
            continue
        if wait is not None and latency is not None and wait < latency:
            at, limit = asking.call.told_wait, f"at least {shown(latency)}"
            yield fault(at, shown(wait), limit=limit, path=question.path, latency=shown(latency))


RULE = Rule(
    id="SW105",
    title="client gives up before the model has answered",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html",
    message="each attempt is given up after {found}; the model takes {latency}, as stated",
    fix="Wait longer than {latency} for one attempt; sagewire's own invoker takes this time from its deadline.",
    check=_check,
    wrong=lambda: template(
        serverless(stated={"latencyMilliseconds": 20_000}),
        function(stated={"readTimeoutMilliseconds": 10_000, "attempts": 1}),
    ),
    right=lambda: template(
        serverless(stated={"latencyMilliseconds": 20_000}),
        function(stated={"readTimeoutMilliseconds": 20_000, "attempts": 1}),
    ),
)
