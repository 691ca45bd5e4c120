"""A permission for everybody lets any account of AWS's call the function, and with it the model, and the owner pays for
all of that.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.permissions.callers import PERMISSION
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, permission
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

# The last two belong to a function URL, whose own setting tells who may call it.
_BOUNDS = ("SourceArn", "SourceAccount", "PrincipalOrgID", "FunctionUrlAuthType", "InvokedViaFunctionUrl")


def _check(graph: Graph) -> Iterator[Fault]:
    functions = graph.view(Inference).functions
    for given in graph.of_type(PERMISSION):
        principal = given["Principal"]
        if principal.text != "*" or not all(given[name].absent for name in _BOUNDS):
            continue
        for called in functions & graph.functions_in(given["FunctionName"]):
            yield fault(principal, function=called.resource.logical_id)


RULE = Rule(
    id="SW913",
    title="function that anybody may call",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
    message="Principal {found} without a source: any account may call {function}, and the model behind it",
    fix="Name the account or the service that calls as Principal, or the organization in PrincipalOrgID.",
    check=_check,
    wrong=lambda: template(serverless(), function(), permission("*", None)),
    right=lambda: template(serverless(), function(), permission("111122223333", None)),
)
