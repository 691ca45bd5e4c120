"""Looking into synthesized templates."""

import re
from collections.abc import Iterator
from typing import Any

from aws_cdk import Stack
from aws_cdk.assertions import Template

_ASSET = re.compile(r"\b[0-9a-f]{64}\b")


def resources(stack: Stack, type: str) -> dict[str, Any]:
    """The stack's resources of one type, by logical id."""
    return dict(Template.from_stack(stack).find_resources(type))


def only(stack: Stack, type: str) -> dict[str, Any]:
    """The properties of the stack's one resource of a type."""
    (resource,) = resources(stack, type).values()
    properties: dict[str, Any] = resource["Properties"]
    return properties


def normalised(node: Any) -> Any:
    """A template without the hashes of its assets."""
    match node:
        case dict():
            return {normalised(key): normalised(value) for key, value in node.items()}
        case list():
            return [normalised(value) for value in node]
        case str():
            return _ASSET.sub("<asset>", node)
    return node


def statements(stack: Stack) -> Iterator[dict[str, Any]]:
    """Every statement that a role of the stack has, of its own or by a policy."""
    for role in resources(stack, "AWS::IAM::Role").values():
        for policy in role["Properties"].get("Policies", ()):
            yield from policy["PolicyDocument"]["Statement"]
    for policy in resources(stack, "AWS::IAM::Policy").values():
        yield from policy["Properties"]["PolicyDocument"]["Statement"]
