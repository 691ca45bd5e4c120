"""A serverless endpoint that was not asked for a while has no container running: the next request waits for the start
and for the answer. An API in between answers with an error when its own limit is over, so that the first calls after
each pause fail. Where a deadline of the function's callers is stated, SW110 compares with that.
"""

from collections.abc import Iterator

from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Endpoint
from sagewire.validator.graph.way_in import HTTP_API, REST_API
from sagewire.validator.loads.waits import DirectWait, Wait, direct_waits, shown, waits
from sagewire.validator.path import DirectPath, Path
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.asking_directly import asking_api
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for wait in waits(graph, REST_API, HTTP_API):
        question = wait.question
        # A response that is streamed goes by other limits.
        if question is not None and wait.function.deadline.absent and not wait.way.streams:
            yield from _cold(wait, question.path, question.path.endpoint, question.latency)
    for direct in direct_waits(graph):
        yield from _cold(direct, direct.path, direct.path.endpoint, direct.call.latency)


def _cold(
    wait: Wait | DirectWait, path: Path | DirectPath, endpoint: Endpoint, latency: float | None
) -> Iterator[Fault]:
    answered = latency or 0
    if endpoint.kind != SERVERLESS or answered > wait.seconds:
        return
    for variant in endpoint.variants:
        provisioned = variant["ServerlessConfig"]["ProvisionedConcurrency"]
        start = variant.model.start.number if variant.model else None
        needed = (start or 0) / 1000 + answered
        if provisioned.absent and needed > wait.seconds:
            yield fault(provisioned, limit=shown(wait.seconds), path=path, cold=shown(needed), api=wait.noun)


_SLOW_START = {"startMilliseconds": 29_000, "latencyMilliseconds": 500}

RULE = Rule(
    id="SW132",
    title="cold start takes longer than the API waits",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html",
    message="a cold start and an answer take {cold}, as stated; {api} waits {limit}, and no concurrency is provisioned",
    fix="Set ProvisionedConcurrency, which keeps as many containers warm; or, if a start is faster, state it:"
    " startMilliseconds and latencyMilliseconds of the model.",
    check=_check,
    wrong=lambda: template(serverless(stated=_SLOW_START), asking_api()),
    right=lambda: template(serverless(stated=_SLOW_START, settings={"ProvisionedConcurrency": 1}), asking_api()),
)
