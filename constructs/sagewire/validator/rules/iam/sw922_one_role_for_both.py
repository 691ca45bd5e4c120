"""One role for the function and for the model gives each the rights of the other: the container, whose code is often
not one's own, may do what the function may.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.validator.graph import Graph
from sagewire.validator.graph.role import INVOKE
from sagewire.validator.permissions.inference_roles import InferenceRoles
from sagewire.validator.permissions.trust import shuts_out
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import att, ref, template
from sagewire.validator.samples.invoking import function, grant
from sagewire.validator.samples.serving import model_role, serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for role in graph.view(InferenceRoles).serving:
        if shuts_out(role, "lambda") or shuts_out(role, "sagemaker"):
            continue
        certain = [each for each in role.functions if each.certain_role is role]
        for each in certain[:1]:
            yield fault(each["Role"], role.resource.logical_id, function=each.resource.logical_id)


def _both(role: str) -> Any:
    trust = [_taken_by("lambda"), _taken_by("sagemaker", Condition=_OWN)]
    document = {"Version": "2012-10-17", "Statement": trust}
    taken = model_role(AssumeRolePolicyDocument=document)
    return template(
        serverless(), function(Role=att(role, "Arn")), taken, grant("MayInvoke", INVOKE, ref("Endpoint"), role=role)
    )


def _taken_by(service: str, **condition: Any) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "sts:AssumeRole",
        **condition,
    }


_OWN = {"StringEquals": {"aws:SourceAccount": "111122223333"}}

RULE = Rule(
    id="SW922",
    title="one role for function and model",
    severity=Severity.INFO,
    why=__doc__,
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    message="{function} and SageMaker both take {found}, so that each has the rights of the other",
    fix="Give each of them a role of its own.",
    check=_check,
    wrong=lambda: _both("ModelRole"),
    right=lambda: _both("FunctionRole"),
)
