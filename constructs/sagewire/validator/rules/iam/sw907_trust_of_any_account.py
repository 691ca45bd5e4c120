"""SageMaker takes a role for whoever may pass it. AWS asks for a condition on the account, or on the resource, that it
is taken for, so that nobody can make a deputy of the service: what guards the role is then not only who may pass it.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.permissions.inference_roles import InferenceRoles, lets_sagemaker_in
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import model_role, serverless
from sagewire.validator.severity import Severity

_BOUNDS = frozenset({"aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"})
_SPLIT = "Split the statement, so that SageMaker has one of its own and nothing changes for the others. "
_TRUST = {"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}
_OPEN = {"Version": "2012-10-17", "Statement": [_TRUST]}


def _check(graph: Graph) -> Iterator[Fault]:
    for role in graph.view(InferenceRoles).named:
        for statement in filter(lets_sagemaker_in, role.trust):
            if statement.condition_keys is not None and not statement.condition_keys & _BOUNDS:
                shared = len(statement.value["Principal"]["Service"].listed) > 1
                role_id, first = role.resource.logical_id, _SPLIT if shared else ""
                yield fault(statement.conditions, "no account", role=role_id, first=first)


RULE = Rule(
    id="SW907",
    title="trust of a model's role is not bound to an account",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html",
    message="SageMaker may take {role} for whoever may pass it: its trust names neither account nor resource",
    fix="{first}Add the condition StringEquals aws:SourceAccount with the id of this account to SageMaker's trust.",
    check=_check,
    wrong=lambda: template(serverless(), model_role(AssumeRolePolicyDocument=_OPEN)),
    right=lambda: template(serverless(), model_role()),
)
