"""Lambda is called by POST alone, whatever the method of the request that an API gets. An integration with a function
by another method is refused by HTTP APIs, "HttpMethod must be POST for AWS_PROXY IntegrationType"; REST APIs and
WebSocket APIs take it, and answer each request with an internal error.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.api import METHOD, REST_API, Integration, integrations
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, rest_api
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_POST = "POST"
_ANY = "ANY"  # the method of the request, which may be POST
_INVOKES = "/invocations"


def _check(graph: Graph) -> Iterator[Fault]:
    for integration in integrations(graph):
        method = integration.method
        if method is None or not _invokes(integration) or not _is_another(method, integration):
            continue
        called = [one for one in graph.functions_in(integration.uri) if one in graph.view(Inference).functions]
        if called and not integration.uri.unknown:
            yield fault(method, name=called[0].resource.logical_id)


def _invokes(integration: Integration) -> bool:
    """Whether it certainly calls a function: by the type AWS alone, other actions of Lambda's can be asked for too."""
    proxy = integration.type_name == "AWS_PROXY"
    return proxy or (integration.type_name == "AWS" and (integration.uri.pattern or "").endswith(_INVOKES))


def _is_another(method: Value, integration: Integration) -> bool:
    """Whether a method is not POST; a method of a REST API that is a resource of its own must have one."""
    if method.absent:
        return integration.kind == REST_API and method.owner.type == METHOD
    return method.text is not None and method.text.upper() not in (_POST, _ANY)


_HANDING_OVER = function(action="sagemaker:InvokeEndpointAsync", Timeout=20)

RULE = Rule(
    id="SW866",
    title="API calls its function by another method than POST",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-integrations.html",
    message="the method by which {resource} calls {name} is {found}; Lambda is called by POST alone",
    fix="Set it to POST, whatever the method of the requests.",
    check=_check,
    wrong=lambda: template(asynchronous(), _HANDING_OVER, rest_api(integration={"IntegrationHttpMethod": "GET"})),
    right=lambda: template(asynchronous(), _HANDING_OVER, rest_api()),
)
