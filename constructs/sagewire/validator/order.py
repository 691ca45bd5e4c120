"""In which order CloudFormation makes the resources of a template: at once what does not refer to one another."""

from __future__ import annotations

from collections.abc import Iterator

from sagewire.validator.template import Resource


def waits_for(resource: Resource, other: Resource) -> bool:
    """Whether a resource is made after another one of its template: it refers to it, or to what is made after it."""
    return other in made_before(resource)


def made_before(resource: Resource) -> set[Resource]:
    """All resources of its template that it is made after."""
    seen: set[Resource] = set()
    waiting = [resource]
    while waiting:
        before = set(_before(waiting.pop())) - seen
        seen |= before
        waiting += before
    return seen


def _before(resource: Resource) -> Iterator[Resource]:
    yield from (named for named in resource.properties.mentions if named.template is resource.template)
    stated = resource.body.get("DependsOn", [])
    for name in stated if isinstance(stated, list) else [stated]:
        if isinstance(name, str) and name in resource.template.resources:
            yield resource.template.resources[name]
