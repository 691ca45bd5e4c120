"""All inline policies of a role together have a limit, white space aside. Statements that come from several constructs
add up unseen, and the deployment fails with the one that no longer fits. Of policies that hang on conditions, only
those of one condition are taken to be there together.
"""

import json
from collections import Counter
from collections.abc import Iterator

from sagewire.limits import ROLE_POLICIES_SIZE
from sagewire.validator.graph import Graph
from sagewire.validator.graph.role import Role
from sagewire.validator.inside import inside
from sagewire.validator.known import Text
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource
from sagewire.validator.value import Value


def _check(graph: Graph) -> Iterator[Fault]:
    for role in graph.roles:
        if not _may_be_long(role):
            continue
        if (size := _size(role)) > ROLE_POLICIES_SIZE.value:
            yield fault(role.resource, size)


def _may_be_long(role: Role) -> bool:
    """Whether it is worth the time to look closer: what is short as it is written does not become so much longer."""
    written = (role.resource["Policies"], *(policy["PolicyDocument"] for policy in _attached(role)))
    return sum(len(repr(value.raw)) for value in written) > ROLE_POLICIES_SIZE.value / 4


def _size(role: Role) -> int:
    """Characters that its inline policies have together, however the conditions turn out that are not known."""
    size = sum(_characters(policy["PolicyDocument"]) for policy in role.resource["Policies"].elements)
    on_terms: Counter[tuple[str, str]] = Counter()
    for policy in _attached(role):
        characters = _characters(policy["PolicyDocument"])
        if policy.certain or _terms(policy) == _terms(role.resource):
            size += characters
        elif role.resource.certain:  # else the policy's condition may leave the role out
            on_terms[_terms(policy)] += characters
    return size + max(on_terms.values(), default=0)


def _terms(resource: Resource) -> tuple[str, str]:
    return resource.template.name, str(resource.body.get("Condition"))


def _attached(role: Role) -> list[Resource]:
    """Inline policies that are resources of their own."""
    return [policy for policy in role.policies if policy.type != "AWS::IAM::ManagedPolicy"]


def _characters(document: Value) -> int:
    """How many it has at least: what is not known counts nothing."""
    return sum(map(_length, inside(document)))


def _length(value: Value) -> int:
    """That of a text or a figure, or of what is around the parts of a list or an object."""
    content = value.content
    if isinstance(content, dict):
        names = [len(_written(name)) + len(":") for name in value.entries]
        return len("{}") + sum(names) + max(len(names) - 1, 0)
    if isinstance(content, list):
        return len("[]") + max(len(value.elements) - 1, 0)
    if isinstance(content, Text):
        return len(_written("".join(part for part in content.parts if isinstance(part, str))))
    return len(_written(content)) if isinstance(content, str | bool | int | float) else len("{}")


def _written(scalar: object) -> str:
    return "".join(json.dumps(scalar, ensure_ascii=False).split())


_READS = [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::models/{'ranking' * 11}/{number:03}/*"}
    for number in range(75)
]

RULE = Rule(
    id="SW918",
    title="inline policies too long",
    severity=Severity.ERROR,
    why=__doc__,
    limit=ROLE_POLICIES_SIZE,
    message="the inline policies of {resource} have {found} characters; a role may have {limit}",
    fix="Put statements into managed policies, or name resources by a common prefix.",
    check=_check,
    wrong=lambda: template(serverless(), function(statements=_READS)),
    right=lambda: template(serverless(), function(statements=_READS[:50])),
)
