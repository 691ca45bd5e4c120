"""Everybody who can read the template, its stack or its repository has the private key, and whatever it signs or opens
is no longer of its owner alone.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.permissions.literals import PRIVATE_KEY, literals
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

# In two parts, so that nobody who looks for keys in repositories takes it for one.
_BEGINS = "-----BEGIN PRIVATE " + "KEY-----"


def _check(graph: Graph) -> Iterator[Fault]:
    for value, begins in literals(graph, PRIVATE_KEY, marks=("PRIVATE KEY",)):
        yield fault(value, begins)


RULE = Rule(
    id="SW911",
    title="private key in a template",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html",
    message="a private key stands in the template: {found}",
    fix="Replace the key, keep the new one in Secrets Manager, and let the code read it there.",
    check=_check,
    wrong=lambda: template(serverless(), function(variables={"SIGNED_WITH": f"{_BEGINS}\nMIIEvAIBADANBgkqhkiG"})),
    right=lambda: template(serverless(), function()),
)
