"""SageMaker writes the names of endpoints in small letters in their ARNs, whatever letters people give them, and IAM
tells capitals from small letters. A statement that spells an endpoint with capitals means none, and who is to invoke
that endpoint is denied. Says nothing where something else may let the role do so.
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from sagewire.validator.graph import Graph
from sagewire.validator.graph.naming import wholly_listed
from sagewire.validator.graph.role import INVOKE, INVOKE_ACTIONS, Role
from sagewire.validator.graph.statement import last_words
from sagewire.validator.permissions.inference_roles import InferenceRoles, allowed
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import att, sub, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import endpoint, serverless
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_ENDPOINT = ":endpoint/"


def _check(graph: Graph) -> Iterator[Fault]:
    for role, statement in allowed(graph.view(InferenceRoles).invoking):
        if any(map(statement.covers, INVOKE_ACTIONS)):
            for one in statement.resources:
                name = last_words(one).partition(_ENDPOINT)[2]
                if name != name.lower() and not _is_allowed_otherwise(role, one):
                    yield fault(one, name, role=role.resource.logical_id, small=name.lower())


def _is_allowed_otherwise(role: Role, one: Value) -> bool:
    """Whether the role may be allowed the same on the ARN in small letters."""
    in_small = (one.pattern or "").lower()
    may = [each for each in role.statements if any(map(each.may_allow, INVOKE_ACTIONS))]
    return any(_may_mean(each.value["Resource"], in_small) for each in may)


def _may_mean(on: Value, arn: str) -> bool:
    known = wholly_listed(on) and not on.absent
    return not known or any(fnmatchcase(arn, other.pattern or "*") for other in on.listed)


def _may_invoke(name: str) -> dict[str, Any]:
    arn = sub(f"arn:${{AWS::Partition}}:sagemaker:${{AWS::Region}}:${{AWS::AccountId}}:endpoint/{name}")
    told = {"ENDPOINT_NAME": att("Endpoint", "EndpointName")}
    statement = {"Effect": "Allow", "Action": INVOKE, "Resource": arn}
    called = endpoint(EndpointName="Ranking")
    return template(serverless(), called, function(endpoint=None, variables=told, statements=[statement]))


RULE = Rule(
    id="SW933",
    title="statement spells an endpoint with capitals",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html",
    message="{role} may invoke {found}, but the ARNs of endpoints are in small letters: it may invoke none by that",
    fix="Write {small} in the ARN, or refer to the endpoint.",
    check=_check,
    wrong=lambda: _may_invoke("Ranking"),
    right=lambda: _may_invoke("ranking"),
)
