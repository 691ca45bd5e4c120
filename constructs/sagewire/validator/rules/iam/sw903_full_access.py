"""These policies of AWS's are made for people who try things out: they open every bucket whose name has "sagemaker" in
it, and let a model's container create, change and delete whatever there is in SageMaker. A notebook, or training, may
need as much: only the roles that a model, its configuration or an asking function has are looked at.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.permissions.inference_roles import InferenceRoles
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import sub, template
from sagewire.validator.samples.serving import model_role, serverless
from sagewire.validator.severity import Severity

_WIDE = ("AmazonSageMakerFullAccess", "AdministratorAccess", "PowerUserAccess")
_FULL = sub("arn:${AWS::Partition}:iam::aws:policy/AmazonSageMakerFullAccess")


def _check(graph: Graph) -> Iterator[Fault]:
    roles = graph.view(InferenceRoles)
    for role in dict.fromkeys([*roles.named, *roles.invoking]):
        for arn in role.resource["ManagedPolicyArns"].elements:
            policy = (arn.pattern or "").rpartition("/")[2]
            if policy in _WIDE:
                yield fault(arn, policy, role=role.resource.logical_id)


RULE = Rule(
    id="SW903",
    title="role has full access",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html",
    message="the role {role} has {found}, far more than inference needs",
    fix="Allow a model's role its image, its artifact, its log and its metrics, and a function's its endpoint.",
    check=_check,
    wrong=lambda: template(serverless(), model_role(ManagedPolicyArns=[_FULL])),
    right=lambda: template(serverless(), model_role()),
)
