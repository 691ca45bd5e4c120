"""API Gateway calls a function only if a permission of the function, or a role of the integration, lets it. Without
one each request ends with a 500. A permission counts for the ARN alone that it was given on, the function's or that of
one of its aliases or versions, and for the methods and paths alone that its SourceArn fits. Looks at methods and
integrations that are resources of the templates, and says nothing where code or a nested stack that is not given may
add the permission.
"""

from collections.abc import Iterator, Sequence

from sagewire.validator.graph import Graph
from sagewire.validator.graph.api import INTEGRATION, METHOD
from sagewire.validator.permissions.callers import permissions_for
from sagewire.validator.permissions.qualifiers import called_as
from sagewire.validator.permissions.requests import requests_of
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template, without
from sagewire.validator.samples.invoking import function, http_api
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource
from sagewire.validator.value import Value


def _check(graph: Graph) -> Iterator[Fault]:
    for uri, credentials, api in _integrations(graph):
        named = (api.reference or uri.owner).logical_id
        for called in graph.functions_in(uri) if credentials.absent and not uri.unknown else ():
            given = permissions_for(graph, called, "apigateway", api.reference, at=uri)
            for at, refused in _refused(graph, uri, given):
                yield fault(at, called_as(called, uri), api=f"{refused} of {named}" if refused else named)


def _refused(graph: Graph, uri: Value, given: Sequence[Resource] | None) -> Iterator[tuple[Value, str]]:
    """Where a request is told that no permission is for, and which; if there are none at all, the place of the call."""
    if given is None:
        return
    if not given:
        yield uri, ""
        return
    for request in requests_of(graph, uri.owner):
        if not any(request.may_be_for(permission["SourceArn"]) for permission in given):
            yield request.at, request.named


def _integrations(graph: Graph) -> Iterator[tuple[Value, Value, Value]]:
    """What each calls, the role that it does so with, and its API."""
    for method in graph.of_type(METHOD):
        yield method["Integration"]["Uri"], method["Integration"]["Credentials"], method["RestApiId"]
    for integration in graph.of_type(INTEGRATION):
        yield integration["IntegrationUri"], integration["CredentialsArn"], integration["ApiId"]


_HANDING_OVER = function(action="sagemaker:InvokeEndpointAsync", Timeout=20)

RULE = Rule(
    id="SW823",
    title="API may not call its function",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html",
    message="no permission lets API Gateway call {found} for {api}",
    fix="Add an AWS::Lambda::Permission for apigateway.amazonaws.com on {found}, whose SourceArn is the API's with /*.",
    check=_check,
    wrong=lambda: template(asynchronous(), _HANDING_OVER, without(http_api(), "Permission")),
    right=lambda: template(asynchronous(), _HANDING_OVER, http_api()),
)
