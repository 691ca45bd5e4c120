"""SageMaker takes a role on behalf of whoever names it. Without a condition on the account, or on the resource, that
is asked for, somebody else's account can have the service act with the rights of the role: the confused deputy.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.inference_roles import InferenceRoles, lets_sagemaker_in
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import model_role, serverless
from sagewire.validator.severity import Severity

_BOUNDS = frozenset({"aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"})
_TRUST = {"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}
_OPEN = {"Version": "2012-10-17", "Statement": [_TRUST]}


def _check(graph: Graph) -> Iterator[Fault]:
    for role in graph.view(InferenceRoles).serving:
        for statement in filter(lets_sagemaker_in, role.trust):
            if statement.condition_keys is not None and not statement.condition_keys & _BOUNDS:
                yield fault(statement.conditions, "no account", role=role.resource.logical_id)


RULE = Rule(
    id="SW907",
    title="SageMaker may take the role for any account",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html",
    message="SageMaker may take {role} on behalf of any account: its trust names neither account nor resource",
    fix="Add the condition StringEquals aws:SourceAccount with the id of this account to the trust.",
    check=_check,
    wrong=lambda: template(serverless(), model_role(AssumeRolePolicyDocument=_OPEN)),
    right=lambda: template(serverless(), model_role()),
)
