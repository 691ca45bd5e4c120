"""Lambda runs a function as its role. A role whose trust is for other services alone it cannot take, and the function
is refused: "The role defined for the function cannot be assumed by Lambda".
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.permissions.inference_roles import InferenceRoles
from sagewire.validator.permissions.trust import shuts_out, trusted
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template, trusting
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for role, (running, *_) in graph.view(InferenceRoles).running.items():
        if shuts_out(role, "lambda"):
            trust, named = role.resource["AssumeRolePolicyDocument"], running.resource.logical_id
            yield fault(trust, trusted(role), role=role.resource.logical_id, function=named)


RULE = Rule(
    id="SW926",
    title="Lambda cannot take the role of a function",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
    message="the trust of {role} is for {found}, so that Lambda cannot take it, and refuses {function}",
    fix="Let lambda.amazonaws.com take {role}.",
    check=_check,
    wrong=lambda: template(serverless(), trusting(function(), "FunctionRole", "edgelambda")),
    right=lambda: template(serverless(), trusting(function(), "FunctionRole", "lambda")),
)
