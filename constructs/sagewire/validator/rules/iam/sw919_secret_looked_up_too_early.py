"""CloudFormation looks the secret up when it deploys, and writes it into the environment as it is: everybody who may
look at the function, or at the model, reads it there. A new version of the secret does not come there by itself. A
ready-made container can read it from nowhere else.
"""

import re
from collections.abc import Iterator
from typing import Any

from sagewire.validator.conditions import truth
from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import FUNCTION
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
        if _Looked(value.template).at(value.raw) & _SERVICES:
            function = value.owner.type == FUNCTION
            severity, fix = (None, _OF_CODE) if function else (Severity.INFO, _OF_CONTAINER)
            yield fault(value, name, severity=severity, how=fix)


def _looked_up(variable: str, reference: Any) -> Any:
    return template(
        serverless(), function(variables={variable: reference}), resource("Db", "AWS::SecretsManager::Secret", {}, {})
    )


class _Looked:
    """The services that a value certainly is looked up in: "ssm", "ssm-secure" or "secretsmanager"."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._depth = 0
        # What many are made of is looked through once, and not for each of them.
        self._seen: dict[int, frozenset[str]] = {}

    def at(self, raw: Any) -> frozenset[str]:
        """Those of an expression."""
        if isinstance(raw, str):
            return frozenset(_REFERENCE.findall(raw))
        if id(raw) not in self._seen:
            self._seen[id(raw)] = frozenset()
            self._depth += 1
            self._seen[id(raw)] = self._inside(raw) if self._depth <= _DEPTH else frozenset()
            self._depth -= 1
        return self._seen[id(raw)]

    def _inside(self, raw: Any) -> frozenset[str]:
        found: frozenset[str] = frozenset()
        match raw:
            case {"Fn::If": [str() as name, then, otherwise]}:
                holds = truth(self._template, self._template.conditions.get(name))
                either, other = self.at(then), self.at(otherwise)
                found = either & other if holds is None else either if holds else other
            case {"Ref": str() as name} if isinstance(self._template.parameters.get(name), dict):
                found = self.at(self._template.parameters[name].get("Default"))
            case {"Fn::FindInMap": [str() as name, str() as first, str() as second]}:
                found = self.at(_mapped(self._template, name, first, second))
            case {"Fn::Join": [str(), list() as parts]} | {"Fn::Sub": [*parts]}:
                found = frozenset().union(*map(self.at, parts))
            case {"Fn::Sub": str() as text}:
                found = self.at(text)
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
