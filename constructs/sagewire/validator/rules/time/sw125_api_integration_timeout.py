"""An HTTP API waits 30 s for its integration at most, and a WebSocket API 29 s; AWS raises neither, and refuses a
longer time when the API is deployed. The schema of CloudFormation allows any.
"""

from collections.abc import Iterator

from sagewire.limits import HTTP_API_TIMEOUT, WEB_SOCKET_TIMEOUT
from sagewire.validator.graph import Graph
from sagewire.validator.graph.api import INTEGRATION, WEB_SOCKET_API, of_version_2
from sagewire.validator.loads.waits import shown, with_article
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import http_api
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import prompt_function
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for resource in graph.of_type(INTEGRATION):
        integration = of_version_2(resource)
        limit = WEB_SOCKET_TIMEOUT if integration.kind == WEB_SOCKET_API else HTTP_API_TIMEOUT
        if integration.seconds is not None and integration.seconds > limit.value:
            api, longest = with_article(integration.kind), shown(limit.value)
            yield fault(integration.waits, shown(integration.seconds), limit=longest, api=api, most=limit.value * 1000)


RULE = Rule(
    id="SW125",
    title="API integration waits longer than AWS lets it",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html",
    message="the integration waits {found}; {api} waits {limit} at most",
    fix="Set TimeoutInMillis to {most} or less, or leave it out; for longer work take a function URL, or a queue.",
    check=_check,
    wrong=lambda: template(serverless(), http_api(TimeoutInMillis=60_000), prompt_function()),
    right=lambda: template(serverless(), http_api(TimeoutInMillis=30_000), prompt_function()),
)
