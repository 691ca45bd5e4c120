"""SageMaker makes a model with its role: it reads the artifact, and pulls the image, as that role. A role whose trust
is for other services alone it cannot take, and CreateModel is refused.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.validator.graph import Graph
from sagewire.validator.permissions.inference_roles import InferenceRoles
from sagewire.validator.permissions.trust import shuts_out, trusted
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for role in graph.view(InferenceRoles).named:
        if shuts_out(role, "sagemaker"):
            yield fault(role.resource["AssumeRolePolicyDocument"], trusted(role), role=role.resource.logical_id)


def _trusting(service: str) -> dict[str, Any]:
    body = template(serverless())
    (trust,) = body["Resources"]["ModelRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    trust["Principal"] = {"Service": f"{service}.amazonaws.com"}
    return body


RULE = Rule(
    id="SW925",
    title="SageMaker cannot take the role of a model",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html",
    message="the trust of {role} is for {found}, so that SageMaker cannot take it: no model is made with it",
    fix="Let sagemaker.amazonaws.com take {role}, with a condition on aws:SourceAccount.",
    check=_check,
    wrong=lambda: _trusting("lambda"),
    right=lambda: _trusting("sagemaker"),
)
