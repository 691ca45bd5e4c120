"""A serverless endpoint that was not asked for a while has no container running: the next request waits for the
start and for the answer. If both together take longer than the caller waits, the first calls after each pause fail.
"""

from collections.abc import Iterator

from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Variant
from sagewire.validator.loads.waits import Question, deadline_of, questions, shown
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import prompt_function
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for question in questions(graph):
        if question.path.endpoint.kind == SERVERLESS and not question.too_slow_for_the_caller:
            for variant in question.path.endpoint.variants:
                yield from _cold(question, variant)


def _cold(question: Question, variant: Variant) -> Iterator[Fault]:
    provisioned = variant["ServerlessConfig"]["ProvisionedConcurrency"]
    start = variant.model.start.number if variant.model else None
    deadline = deadline_of(question.function)
    if not provisioned.absent or start is None or deadline is None:
        return
    needed = start / 1000 + (question.latency or 0)
    if needed > deadline:
        caller = question.function.resource.logical_id
        waits = shown(deadline)
        yield fault(provisioned, limit=waits, path=question.path, cold=shown(needed), caller=caller, waits=waits)


_SLOW_START = {"startMilliseconds": 25_000, "latencyMilliseconds": 500}

RULE = Rule(
    id="SW110",
    title="cold start takes longer than the caller waits",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html",
    message="a cold start and an answer take {cold}, as stated; callers of {caller} wait {waits}, and no concurrency is"
    " provisioned",
    fix="Set ProvisionedConcurrency, which keeps as many containers warm; or, if a start is faster or callers wait"
    " longer, state it: startMilliseconds and latencyMilliseconds of the model, deadlineMilliseconds of {caller}.",
    check=_check,
    wrong=lambda: template(serverless(stated=_SLOW_START), prompt_function(stated={"deadlineMilliseconds": 20_000})),
    right=lambda: template(
        serverless(settings={"ProvisionedConcurrency": 1}, stated=_SLOW_START),
        prompt_function(stated={"deadlineMilliseconds": 20_000}),
    ),
)
