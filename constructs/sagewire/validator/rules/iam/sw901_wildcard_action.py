"""A role that may do everything, or everything in SageMaker, can delete the endpoint that it is there to ask, and
train models at its owner's cost. Whoever gets code into the function, the container or the build can do all of that.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.permissions.inference_roles import InferenceRoles, allowed
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_ALL = frozenset({"*", "*:*", "sagemaker:*"})


def _check(graph: Graph) -> Iterator[Fault]:
    roles = graph.view(InferenceRoles)
    for role, statement in allowed([*roles.all, *roles.deploying]):
        wide = next((action for action in statement.actions if (action.text or "").lower() in _ALL), None)
        if wide is not None:
            yield fault(wide, role=role.resource.logical_id)


RULE = Rule(
    id="SW901",
    title="role may take all actions",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    message="the role {role} may take all actions of {found}, far more than inference needs",
    fix="Name the actions: sagemaker:InvokeEndpoint for who asks an endpoint, what it changes for who deploys one.",
    check=_check,
    wrong=lambda: template(serverless(), function(action="sagemaker:*")),
    right=lambda: template(serverless(), function()),
)
