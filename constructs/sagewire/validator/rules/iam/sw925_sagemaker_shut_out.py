"""SageMaker makes a model with its role: it reads the artifact, and pulls the image, as that role. A role whose trust
is for other services alone it cannot take, and CreateModel is refused.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.permissions.inference_roles import InferenceRoles
from sagewire.validator.permissions.trust import shuts_out, trusted
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template, trusting
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for role in graph.view(InferenceRoles).named:
        if shuts_out(role, "sagemaker"):
            yield fault(role.resource["AssumeRolePolicyDocument"], trusted(role), role=role.resource.logical_id)


RULE = Rule(
    id="SW925",
    title="SageMaker cannot take the role of a model",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html",
    message="the trust of {role} is for {found}, so that SageMaker cannot take it: no model is made with it",
    fix="Let sagemaker.amazonaws.com take {role}, with a condition on aws:SourceAccount.",
    check=_check,
    wrong=lambda: template(trusting(serverless(), "ModelRole", "lambda")),
    right=lambda: template(trusting(serverless(), "ModelRole", "sagemaker")),
)
