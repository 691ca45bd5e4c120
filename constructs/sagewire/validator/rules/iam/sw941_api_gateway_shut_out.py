"""API Gateway calls what is behind an API as the role of the integration. A role whose trust is for other services
alone it cannot take: each request ends with an internal error, and neither function nor endpoint is ever asked.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.api import Integration, certain_role, integrations
from sagewire.validator.graph.role import Role
from sagewire.validator.inference import Inference
from sagewire.validator.permissions.trust import shuts_out, trusted
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.asking_directly import asking_api
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for role, integration in _taken(graph).items():
        if shuts_out(role, "apigateway"):
            trust, api = role.resource["AssumeRolePolicyDocument"], integration.uri.owner.logical_id
            yield fault(trust, trusted(role), role=role.resource.logical_id, api=api)


def _taken(graph: Graph) -> dict[Role, Integration]:
    """The roles by which APIs ask endpoints, or call functions of inference, each with one integration that has it."""
    functions = graph.view(Inference).functions
    asking = [call.integration for call in graph.direct_calls]
    calling = [one for one in integrations(graph) if functions & graph.functions_in(one.uri)]
    found: dict[Role, Integration] = {}
    for integration in (*asking, *calling):
        role = certain_role(graph, integration)
        if role is not None:
            found.setdefault(role, integration)
    return found


RULE = Rule(
    id="SW941",
    title="API Gateway cannot take the role of an integration",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html",
    message="the trust of {role} is for {found}, so that API Gateway cannot take it: {api} answers with errors only",
    fix="Let apigateway.amazonaws.com take {role}.",
    check=_check,
    wrong=lambda: template(real_time(), asking_api(service="lambda")),
    right=lambda: template(real_time(), asking_api()),
)
