"""A REST API that asks SageMaker itself does so as the role of its integration. AWS refuses an integration of this kind
that has none, "Role ARN must be specified for AWS integrations", and SageMaker denies each request of a role that may
not ask in the way that the address of the integration says: each of these ways is an action of its own.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.direct_call import DirectCall
from sagewire.validator.graph.role import Role
from sagewire.validator.permissions.invocable import Told, may_reach
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.asking_directly import asking_api
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value


def _check(graph: Graph) -> Iterator[Fault]:
    for call in graph.direct_calls:
        credentials, role = call.integration.credentials, call.role
        if credentials is None:
            continue
        if credentials.absent and call.integration.type_name == "AWS":
            yield _fault(call, credentials, "the integration has no role")
        elif graph.complete and role is not None and _lacks(graph, role, call):
            yield _fault(call, credentials, f"its role {role.resource.logical_id} does not allow that")


def _fault(call: DirectCall, at: Value, said: str) -> Fault:
    return fault(at, limit=call.action_taken, endpoint=call.called, said=said)


def _lacks(graph: Graph, role: Role, call: DirectCall) -> bool:
    """Whether a role certainly may not ask; an endpoint of which the name alone is known may be any that is allowed."""
    action, endpoint = call.action_taken, call.endpoint
    if endpoint is None:
        return role.lacks(action)
    told = Told(call.integration.uri, endpoint)
    allowing = [one for one in role.statements if one.may_allow(action, endpoint.resource)]
    return role.whole and not any(may_reach(graph, one, told) for one in allowing)


RULE = Rule(
    id="SW942",
    title="API may not ask its endpoint",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html",
    message="{resource} asks {endpoint} itself, for which it needs {limit}; {said}",
    fix="Give the integration a role that API Gateway may take, and that allows {limit} on {endpoint}.",
    check=_check,
    wrong=lambda: template(real_time(), asking_api(action="sagemaker:InvokeEndpointAsync")),
    right=lambda: template(real_time(), asking_api()),
)
