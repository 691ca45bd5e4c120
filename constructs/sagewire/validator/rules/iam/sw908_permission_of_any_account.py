"""A permission that names a service but no source holds for that service whoever it works for: a rule, a bucket or an
API of any other account may call the function, and its model, at its owner's cost. The ARN of a bucket names no account
either: once the bucket is deleted, another account may make one of that name. A load balancer's permission is left
alone: it has to stand before the target group that it would name.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.permissions.callers import PERMISSION
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import att, template
from sagewire.validator.samples.invoking import function, permission
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource

_ARN = "SourceArn"
_S3 = "s3."
_SOURCES = (_ARN, "SourceAccount", "PrincipalOrgID", "EventSourceToken")
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
        why = _unbounded(given, of_buckets=named.startswith(_S3))
        if why and functions & graph.functions_in(given["FunctionName"]):
            yield fault(principal, why=why)


def _unbounded(given: Resource, *, of_buckets: bool) -> str:
    """Why a permission is bound to no account; empty where it is, or may be."""
    if all(given[name].absent for name in _SOURCES):
        return "the permission names no source"
    accounts = [name for name in _SOURCES if name != _ARN]
    arn = given[_ARN]
    if of_buckets and not arn.unknown and all(given[name].absent for name in accounts):
        return "the ARN of a bucket names no account, and its name may come to be of another"
    return ""


RULE = Rule(
    id="SW908",
    title="service may call for any account",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
    message="{found} may call the function on behalf of any account: {why}",
    fix="Name what calls in SourceArn; for a bucket, and where the ARN is not known, its account in SourceAccount.",
    check=_check,
    wrong=lambda: template(serverless(), function(), permission(_EVENTS, None)),
    right=lambda: template(
        serverless(), function(), permission(_EVENTS, att("Function", "Arn"), SourceAccount="111122223333")
    ),
)
