"""CloudFormation looks the secret up when it deploys, and writes it into the environment as it is: everybody who may
look at the function, or at the model, reads it there. A new version of the secret does not come there by itself.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.validator.dynamic_references import looked_up_in
from sagewire.validator.environments import variables
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import ref, resource, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_SERVICES = frozenset({"secretsmanager", "ssm-secure"})


def _check(graph: Graph) -> Iterator[Fault]:
    for name, value in variables(graph):
        if looked_up_in(value.template, value.raw) & _SERVICES:
            yield fault(value, name)


def _looked_up(variable: str, reference: Any) -> Any:
    return template(
        serverless(), function(variables={variable: reference}), resource("Db", "AWS::SecretsManager::Secret", {}, {})
    )


RULE = Rule(
    id="SW919",
    title="secret is written into an environment",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html",
    message="{found} is looked up when it is deployed, and stands in the environment as it is",
    fix="Give the ARN of the secret to the code, and let it read the secret when it starts.",
    check=_check,
    wrong=_looked_up("DB_LOGIN", "{{resolve:secretsmanager:db:SecretString:password}}"),
    right=_looked_up("DB_LOGIN_ARN", ref("Db")),
)
