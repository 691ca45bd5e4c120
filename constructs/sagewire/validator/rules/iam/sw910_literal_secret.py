"""A variable of an environment is shown to everybody who may look at the function or at the model, and what stands in
a template is in its repository and in its stack for good.
"""

from collections.abc import Iterator

from sagewire.validator.environments import variables
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.secret_names import holds_secret
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for name, value in variables(graph):
        if value.text is not None and holds_secret(name, value.text):
            yield fault(value, name)


RULE = Rule(
    id="SW910",
    title="secret in an environment",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
    message="what looks like a secret by its name, {found}, stands in the template as it is",
    fix="Keep it in Secrets Manager, name the secret in {found}_ARN, and let the code read it there.",
    check=_check,
    wrong=template(serverless(), function(variables={"DB_PASSWORD": "correct-horse-battery"})),
    right=template(serverless(), function(variables={"DB_PASSWORD_ARN": "arn:aws:secretsmanager:::secret:db"})),
)
