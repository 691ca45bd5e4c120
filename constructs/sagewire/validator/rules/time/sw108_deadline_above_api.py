"""The deadline says how long the caller is ready to wait. An API in between answers with an error before that, so
that the time which was planned for slow answers and further attempts is not there.
"""

from collections.abc import Iterator

from sagewire.limits import REST_API_TIMEOUT
from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import HTTP_API, REST_API
from sagewire.validator.loads.waits import deadline_of, shown, waits
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import http_api
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import prompt_function
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for wait in waits(graph, REST_API, HTTP_API):
        # Who asks an asynchronous endpoint has the API's answer at once, and waits for the result elsewhere.
        if wait.question is None:
            continue
        deadline, latency = deadline_of(wait.function), wait.question.latency
        hopeless = latency is not None and latency > wait.seconds
        if deadline is not None and deadline > wait.seconds and not hopeless:
            at = wait.function.deadline
            yield fault(at, shown(deadline), limit=shown(wait.seconds), path=wait.path, api=wait.noun)


RULE = Rule(
    id="SW108",
    title="API gives up before the deadline",
    severity=Severity.WARNING,
    why=__doc__,
    source=REST_API_TIMEOUT.source,
    message="the deadline is {found}; {api} on the way waits {limit}",
    fix="State a deadline of {limit} or less, or take a way in that waits as long as the function: a function URL.",
    check=_check,
    wrong=lambda: template(serverless(), http_api(), prompt_function(stated={"deadlineMilliseconds": 45_000})),
    right=lambda: template(serverless(), http_api(), prompt_function(stated={"deadlineMilliseconds": 28_000})),
)
