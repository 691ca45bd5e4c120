"""A permission that names a service but no source holds for that service whoever it works for: a rule, a bucket or an
API of any other account may call the function, and its model, at its owner's cost. A load balancer's permission is left
alone: it has to stand before the target group that it would name.
"""

from collections.abc import Iterator

from sagewire.validator.callers import PERMISSION
from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import att, template
from sagewire.validator.samples.invoking import function, permission
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_SOURCES = ("SourceArn", "SourceAccount", "PrincipalOrgID", "EventSourceToken")
_EVENTS = "events.amazonaws.com"
# A target group takes a function only once the permission is there, which therefore cannot refer to the group.
_BEFORE_ITS_SOURCE = "elasticloadbalancing."


def _check(graph: Graph) -> Iterator[Fault]:
    functions = graph.view(Inference).functions
    for given in graph.of_type(PERMISSION):
        principal = given["Principal"]
        named = principal.text or ""
        if ".amazonaws.com" not in named or named.startswith(_BEFORE_ITS_SOURCE):
            continue
        unbounded = all(given[name].absent for name in _SOURCES)
        if unbounded and functions.intersection(graph.functions_in(given["FunctionName"])):
            yield fault(principal)


RULE = Rule(
    id="SW908",
    title="service may call for any account",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
    message="{found} may call the function on behalf of any account: the permission names no source",
    fix="Name what calls in SourceArn; for a bucket, and where the ARN is not known, its account in SourceAccount.",
    check=_check,
    wrong=lambda: template(serverless(), function(), permission(_EVENTS, None)),
    right=lambda: template(
        serverless(), function(), permission(_EVENTS, att("Function", "Arn"), SourceAccount="111122223333")
    ),
)
