"""Who may pass any role to a service works with the rights of the strongest role of the account: it starts a job that
runs as it. Named alone, but for any service, a role is still passed to whichever service trusts it.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.validator.graph import Graph
from sagewire.validator.permissions.inference_roles import InferenceRoles, allowed
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import att, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_ACTION = "iam:PassRole"
_INFO = Severity.INFO
_TO_SAGEMAKER = {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}


def _check(graph: Graph) -> Iterator[Fault]:
    roles = graph.view(InferenceRoles)
    running = frozenset(roles.all)
    for role, statement in allowed([*roles.all, *roles.deploying]):
        if not any((action.text or "").lower() == _ACTION.lower() for action in statement.actions):
            continue
        every, keys = statement.means_all(":role/*"), statement.condition_keys
        if every is not None:
            yield fault(every, "any role", role=role.resource.logical_id)
        elif role in running and keys is not None and "iam:passedtoservice" not in keys:
            named = statement.value["Resource"].shown
            yield fault(statement.conditions, f"{named} to any service", severity=_INFO, role=role.resource.logical_id)


def _passing(on: Any) -> list[dict[str, Any]]:
    return [{"Effect": "Allow", "Action": _ACTION, "Resource": on, "Condition": _TO_SAGEMAKER}]


RULE = Rule(
    id="SW904",
    title="role may pass any role",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
    message="the role {role} may pass {found}",
    fix="Name the role that is passed, and the service that gets it in a condition on iam:PassedToService.",
    check=_check,
    wrong=lambda: template(serverless(), function(statements=_passing("*"))),
    right=lambda: template(serverless(), function(statements=_passing(att("ModelRole", "Arn")))),
)
