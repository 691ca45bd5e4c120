"""A role that may invoke every endpoint can ask the models of other teams, whose owners neither know nor pay for it.
The endpoint stands in the same templates, so that its ARN can be named.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.role import INVOKE, Role
from sagewire.validator.permissions.inference_roles import allowed
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, function_role
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_ANY = {"Effect": "Allow", "Action": INVOKE, "Resource": "*"}


def _check(graph: Graph) -> Iterator[Fault]:
    for role, statement in allowed(graph.roles):
        if not statement.names_invocation or not statement.conditions.absent:
            continue
        named = statement.means_all(":endpoint/*")
        if named is not None and _asks_here(graph, role):
            yield fault(named, role=role.resource.logical_id)


def _asks_here(graph: Graph, role: Role) -> bool:
    """Whether what it asks is of the templates; a role that no function has may be an API's own."""
    return any(function.endpoints for function in role.functions) if role.functions else bool(graph.endpoints)


RULE = Rule(
    id="SW902",
    title="role may invoke every endpoint",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html",
    message="the role {role} may invoke {found}: every endpoint of the account, though the one that it needs is here",
    fix="Name the endpoint as the resource of the statement.",
    check=_check,
    wrong=lambda: template(serverless(), function(), function_role("FunctionRole", [_ANY])),
    right=lambda: template(serverless(), function()),
)
