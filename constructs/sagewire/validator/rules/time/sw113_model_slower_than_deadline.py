"""The deadline says how long the caller waits. Where the stated latency, the 99th percentile, is longer, one answer in
a hundred at least comes when the caller is gone: the model works, and is paid for, in vain.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.loads.waits import deadline_of, questions, shown
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for question in questions(graph):
        deadline = deadline_of(question.function)
        if question.too_slow_for_the_caller and question.latency is not None and deadline is not None:
            latency = shown(question.latency)
            at, limit = question.function.deadline, f"at least {latency}"
            yield fault(at, shown(deadline), limit=limit, path=question.path, latency=latency)


RULE = Rule(
    id="SW113",
    title="model takes longer than the caller waits",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-model.html",
    message="the deadline is {found}; the model takes {latency}, as stated",
    fix="State the deadline that callers have, above {latency}; or take a larger instance, or a smaller model.",
    check=_check,
    wrong=lambda: template(
        serverless(stated={"latencyMilliseconds": 20_000}), function(stated={"deadlineMilliseconds": 15_000})
    ),
    right=lambda: template(
        serverless(stated={"latencyMilliseconds": 20_000}), function(stated={"deadlineMilliseconds": 25_000})
    ),
)
