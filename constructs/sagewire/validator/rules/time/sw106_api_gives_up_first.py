"""An API has its own limit, and does not wait for a function that runs longer: the caller has a 504, or a 503,
while the function still works and is paid for. Callers then ask again, so that a slow endpoint gets even more to
do.
"""

from collections.abc import Iterator

from sagewire.limits import REAL_TIME_RESPONSE, REST_API_TIMEOUT
from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import HTTP_API, REST_API, WEB_SOCKET_API
from sagewire.validator.loads.waits import shown, waits
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import http_api
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import prompt_function
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for wait in waits(graph, REST_API, HTTP_API, WEB_SOCKET_API):
        timeout = wait.function.timeout
        # A deadline that is stated says more than the timeout: other rules compare with it.
        if timeout is not None and timeout > wait.seconds and wait.function.deadline.absent:
            limit = shown(wait.seconds)
            yield fault(wait.function["Timeout"], timeout, limit=limit, path=wait.path, api=wait.noun)


RULE = Rule(
    id="SW106",
    title="API gives up before the function",
    severity=Severity.WARNING,
    why=__doc__,
    source=REST_API_TIMEOUT.source,
    message="timeout is {found} s; {api} before it waits {limit}",
    fix="Set the function's timeout to {limit} or less, and its client's waits below that; for models that take longer,"
    " take a function URL, or an asynchronous endpoint.",
    check=_check,
    wrong=lambda: template(serverless(), http_api(), prompt_function(Timeout=REAL_TIME_RESPONSE.value)),
    right=lambda: template(serverless(), http_api(), prompt_function()),
)
