"""Everybody who can read the template, its stack or its repository can use the key, and it works from everywhere until
somebody deletes it. Code that runs at AWS has a role, and needs no key.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.permissions.literals import ACCESS_KEY, literals
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

# In two parts, so that nobody who looks for keys in repositories takes it for one.
_KEY = "AKIA" + "QZ3XWLT5NMV7RBCD"
_SHOWN = 4


def _check(graph: Graph) -> Iterator[Fault]:
    for value, key in literals(graph, ACCESS_KEY, marks=("AKIA", "ASIA")):
        yield fault(value, f"{key[:_SHOWN]}...{key[-_SHOWN:]}")


RULE = Rule(
    id="SW909",
    title="access key in a template",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/securing_access-keys.html",
    message="an AWS access key, {found}, stands in the template",
    fix="Delete the key in IAM, take it out of the template, and let the role allow what it was for.",
    check=_check,
    wrong=lambda: template(serverless(), function(variables={"KEY_ID": _KEY})),
    right=lambda: template(serverless(), function()),
)
