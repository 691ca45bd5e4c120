"""A container that may read or write the objects of every bucket reaches all data of the account. The code in it is
often not one's own, and the artifact that it loads can bring more.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.permissions.inference_roles import InferenceRoles, allowed
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function_role
from sagewire.validator.samples.serving import model_role, serverless
from sagewire.validator.severity import Severity

_OBJECTS = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject")


def _check(graph: Graph) -> Iterator[Fault]:
    for role, statement in allowed(graph.view(InferenceRoles).serving):
        # What allows everything breaks a rule of its own.
        if not any((action.text or "").lower().startswith("s3:") for action in statement.actions):
            continue
        every = statement.means_all(":s3:::*", ":s3:::*/*")
        reached = [action for action in _OBJECTS if statement.covers(action)]
        if every is not None and reached and statement.conditions.absent:
            yield fault(every, role=role.resource.logical_id, actions=" and ".join(reached))


_ANY = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
_WIDE = {"PolicyName": "Model", "PolicyDocument": {"Version": "2012-10-17", "Statement": [_ANY]}}

RULE = Rule(
    id="SW917",
    title="model's role reaches every bucket",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html",
    message="the role {role} may {actions} on {found}: in every bucket",
    fix="Name the bucket, and the prefix, of the artifact and of what is written.",
    check=_check,
    wrong=lambda: template(serverless(), model_role(Policies=[_WIDE])),
    right=lambda: template(serverless(), function_role("Other", [])),
)
