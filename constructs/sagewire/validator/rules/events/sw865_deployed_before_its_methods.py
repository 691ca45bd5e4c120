"""A deployment is a snapshot of a REST API. One that waits for none of the API's methods is made right after the API,
which has none yet, and is refused: "The REST API doesn't contain any methods". It is a warning where it waits for
something else, which may take long enough. Looks at APIs before functions of
inference, or before endpoints, that are wholly in one template, and says nothing of those that are imported or copied.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.api import METHOD
from sagewire.validator.inference import Inference
from sagewire.validator.order import made_before, waits_for
from sagewire.validator.permissions.elsewhere import worked_on
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import after, ref, resource, template
from sagewire.validator.samples.invoking import function, rest_api
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource

_DEPLOYMENT = "AWS::ApiGateway::Deployment"
_API = "AWS::ApiGateway::RestApi"
# What else gives an API its methods.
_MADE_OF = ("Body", "BodyS3Location", "CloneFrom")


def _check(graph: Graph) -> Iterator[Fault]:
    for deployment in graph.of_type(_DEPLOYMENT):
        api = deployment["RestApiId"].reference
        if api is None or api.type != _API or not _is_empty_at_first(graph, api):
            continue
        methods = _methods(graph, api)
        if _all_here(methods, deployment) and not any(waits_for(deployment, method) for method in methods):
            calling = next((method for method in methods if _asks(graph, method)), None)
            if calling is not None:
                severity = None if _is_first(deployment, methods) else Severity.WARNING
                yield fault(deployment["RestApiId"], api.logical_id, method=calling.logical_id, severity=severity)


def _is_empty_at_first(graph: Graph, api: Resource) -> bool:
    """Whether an API certainly has no other methods than those that are resources of the templates."""
    made_here = all(api[name].absent for name in _MADE_OF)
    return made_here and graph.complete and api not in graph.view(worked_on)


def _is_first(deployment: Resource, methods: list[Resource]) -> bool:
    """Whether each method waits for all that the deployment waits for, and for more."""
    return all(made_before(deployment) < made_before(method) for method in methods)


def _methods(graph: Graph, api: Resource) -> list[Resource]:
    """Those of an API, and those that may be its."""
    return [method for method in graph.of_type(METHOD) if method["RestApiId"].reference in (api, None)]


def _all_here(methods: list[Resource], deployment: Resource) -> bool:
    """Whether all are made by the stack of the deployment: nobody knows in which order stacks are made."""
    return all(method.template is deployment.template for method in methods)


def _asks(graph: Graph, method: Resource) -> bool:
    """Whether a method asks an endpoint itself, or calls a function that is part of inference."""
    called = graph.functions_in(method["Integration"]["Uri"])
    asks = any(call.resource is method for call in graph.direct_calls)
    return asks or any(function in graph.view(Inference).functions for function in called)


_DEPLOYED = resource("Deployment", _DEPLOYMENT, {"RestApiId": ref("Api")}, {})
_HANDING_OVER = function(action="sagemaker:InvokeEndpointAsync", Timeout=20)

RULE = Rule(
    id="SW865",
    title="API is deployed before its methods are made",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html",
    message="{resource} deploys {found} and waits for none of its methods: it may be made before them",
    fix="Add DependsOn to {resource}, with {method} and the other methods of {found}.",
    check=_check,
    wrong=lambda: template(asynchronous(), _HANDING_OVER, rest_api(), _DEPLOYED),
    right=lambda: template(asynchronous(), _HANDING_OVER, rest_api(), after(_DEPLOYED, "Method")),
)
