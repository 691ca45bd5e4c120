"""CloudFormation looks the secret up when it deploys, and writes it into the environment as it is: everybody who may
look at the function, or at the model, reads it there. A new version of the secret does not come there by itself. A
ready-made container can read it from nowhere else.
"""

import re
from collections.abc import Iterator
from typing import Any

from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import FUNCTION
from sagewire.validator.intrinsics import truth
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import ref, resource, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.serving.environments import variables
from sagewire.validator.severity import Severity
from sagewire.validator.template import Template

_SERVICES = frozenset({"secretsmanager", "ssm-secure"})
_REFERENCE = re.compile(r"\{\{resolve:([a-z-]+):")
_DEPTH = 16
_OF_CODE = "Give the ARN of the secret to the code, and let it read the secret when it starts."
_OF_CONTAINER = "Where the container's code is yours, give it the ARN of the secret, and let it read the secret itself."


def _check(graph: Graph) -> Iterator[Fault]:
    for name, value in variables(graph):
        if _looked_up_in(value.template, value.raw) & _SERVICES:
            function = value.owner.type == FUNCTION
            severity, fix = (None, _OF_CODE) if function else (Severity.INFO, _OF_CONTAINER)
            yield fault(value, name, severity=severity, how=fix)


def _looked_up(variable: str, reference: Any) -> Any:
    return template(
        serverless(), function(variables={variable: reference}), resource("Db", "AWS::SecretsManager::Secret", {}, {})
    )


def _looked_up_in(template: Template, raw: Any, depth: int = 0) -> frozenset[str]:
    """The services that a value certainly is looked up in: "ssm", "ssm-secure" or "secretsmanager"."""
    if depth > _DEPTH:
        return frozenset()
    found: frozenset[str] = frozenset()
    match raw:
        case str():
            found = frozenset(_REFERENCE.findall(raw))
        case {"Fn::If": [str() as name, then, otherwise]}:
            holds = truth(template, template.conditions.get(name))
            either, other = _looked_up_in(template, then, depth + 1), _looked_up_in(template, otherwise, depth + 1)
            found = either & other if holds is None else either if holds else other
        case {"Ref": str() as name} if isinstance(template.parameters.get(name), dict):
            found = _looked_up_in(template, template.parameters[name].get("Default"), depth + 1)
        case {"Fn::FindInMap": [str() as name, str() as first, str() as second]}:
            found = _looked_up_in(template, _mapped(template, name, first, second), depth + 1)
        case {"Fn::Join": [str(), list() as parts]} | {"Fn::Sub": [*parts]}:
            found = frozenset().union(*(_looked_up_in(template, part, depth + 1) for part in parts))
        case {"Fn::Sub": str() as text}:
            found = _looked_up_in(template, text, depth + 1)
    return found


def _mapped(template: Template, *keys: str) -> Any:
    found: Any = template.mappings
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found


RULE = Rule(
    id="SW919",
    title="secret is written into an environment",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html",
    message="{found} is looked up when it is deployed, and stands in the environment as it is",
    fix="{how}",
    check=_check,
    wrong=lambda: _looked_up("DB_LOGIN", "{{resolve:secretsmanager:db:SecretString:password}}"),
    right=lambda: _looked_up("DB_LOGIN_ARN", ref("Db")),
)
