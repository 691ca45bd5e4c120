"""NoEcho hides a parameter's value in CloudFormation alone. In an environment it stands as it is: everybody who may
look at the function, or at the model, reads it. A ready-made container can read a secret from nowhere else.
"""

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
from sagewire.validator.symbols import VARIABLE
from sagewire.validator.template import Template

_HIDDEN = (True, "true", "True")
_DEPTH = 16
_LOOKS_UP = "{{resolve:"  # what is found there is written into the environment, of which SW919 speaks
_OF_CODE = "Keep it in Secrets Manager, give the code the secret's ARN, and let it read the secret when it starts."
_OF_CONTAINER = "Where the container's code is yours, give it the ARN of a secret, and let it read the secret itself."


def _check(graph: Graph) -> Iterator[Fault]:
    for name, value in variables(graph):
        hidden = sorted(_hidden_in(value.template, value.raw))
        if hidden:
            function = value.owner.type == FUNCTION
            severity, fix = (None, _OF_CODE) if function else (Severity.INFO, _OF_CONTAINER)
            yield fault(value, name, severity=severity, parameter=" and ".join(hidden), how=fix)


def _hidden_in(template: Template, raw: Any, depth: int = 0) -> frozenset[str]:
    """The hidden parameters that certainly are part of a value."""
    if depth > _DEPTH:
        return frozenset()
    parts: list[Any] = []
    match raw:
        case {"Ref": str() as name}:
            declared = template.parameters.get(name)
            hidden = isinstance(declared, dict) and declared.get("NoEcho") in _HIDDEN
            return frozenset({name}) if hidden else frozenset()
        case {"Fn::If": [str() as name, then, otherwise]}:
            holds = truth(template, template.conditions.get(name))
            either, other = _hidden_in(template, then, depth + 1), _hidden_in(template, otherwise, depth + 1)
            return either & other if holds is None else either if holds else other
        case {"Fn::Join": [str(), list() as joined]} if not any(_LOOKS_UP in str(part) for part in joined):
            parts = joined
        case {"Fn::Sub": str() as text} | {"Fn::Sub": [str() as text, _]} if _LOOKS_UP in text:
            return frozenset()
        case {"Fn::Sub": str() as text}:
            parts = [{"Ref": name.strip()} for name in VARIABLE.findall(text)]
        case {"Fn::Sub": [str() as text, dict() as given]}:
            parts = [given.get(name.strip(), {"Ref": name.strip()}) for name in VARIABLE.findall(text)]
    return frozenset().union(*(_hidden_in(template, part, depth + 1) for part in parts))


def _given(variable: str, value: Any) -> Any:
    secret = resource("Token", "AWS::SecretsManager::Secret", {}, {})
    parameters = {"HubToken": {"Type": "String", "NoEcho": True}}
    return template(serverless(), function(variables={variable: value}), secret, Parameters=parameters)


RULE = Rule(
    id="SW944",
    title="hidden parameter is written into an environment",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    message="{found} is made of {parameter}, which NoEcho hides in CloudFormation alone: it stands there as it is",
    fix="{how}",
    check=_check,
    wrong=lambda: _given("HUB_TOKEN", ref("HubToken")),
    right=lambda: _given("HUB_TOKEN_ARN", ref("Token")),
)
