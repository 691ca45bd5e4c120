"""The templates that are deployed beside one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from sagewire.validator.intrinsics import Evaluated, evaluate
from sagewire.validator.nesting import Files

if TYPE_CHECKING:
    from sagewire.validator.resource import Resource
    from sagewire.validator.template import Template

STACK = "AWS::CloudFormation::Stack"
# Expressions in one another, by parameters and conditions too: more than any template has that people write.
_DEEPEST = 32
# So many in one are followed on any terms. Those beyond, and long texts, are taken from a store, of which people's
# templates use next to nothing: ten parameters of ten others each, and so on, would take years, and all memory.
_FEW = 256
_SHORT = 1000
_STEP = 500
_STORE = 50_000_000
_Told = TypeVar("_Told")


class Assembly:
    """Copies of the templates that are looked at together."""

    def __init__(self, templates: Sequence[Template]) -> None:
        self.templates = tuple(template.within(self) for template in templates)
        self._depth = 0
        self._steps = 0
        self._store = _STORE * max(1, len(self.templates))
        self._exports: Mapping[str, tuple[Template, Any]] | None = None
        self._exported: dict[str, Evaluated | None] = {}

    def forget(self) -> None:
        """Part templates from their resources."""
        for template in self.templates:
            for resource in template.resources.values():
                vars(resource).clear()
            vars(template).clear()

    def deeper(self, follow: Callable[..., _Told], *given: Any) -> _Told | None:
        """What an expression inside of others says; None where they are too many."""
        self._steps = self._steps + 1 if self._depth else 0
        if self._depth >= _DEEPEST or (self._steps > _FEW and not self._affords(_STEP)):
            return None
        self._depth += 1
        try:
            return follow(*given)
        finally:
            self._depth -= 1

    def holds(self, letters: int) -> bool:
        """Whether another text of so many letters is to be made."""
        return letters <= _SHORT or self._affords(letters)

    def _affords(self, cost: int) -> bool:
        self._store -= cost
        return self._store > 0

    def exported(self, name: str) -> Evaluated | None:
        """What they export under a name; None while names are worked out, which may themselves be made of imports."""
        if self._exports is None:
            self._exports = {}
            self._exports = self._found_exports()
        if name in self._exports and name not in self._exported:
            self._exported[name] = None
            self._exported[name] = evaluate(*self._exports[name])
        return self._exported.get(name)

    def _found_exports(self) -> Mapping[str, tuple[Template, Any]]:
        """What they export, by name; two of one name are neither."""
        found: defaultdict[str, list[tuple[Template, Any]]] = defaultdict(list)
        for template in self.templates:
            for name, output in template.outputs.items():
                export = output.get("Export") if isinstance(output, dict) else None
                if isinstance(export, dict):
                    _, exported = evaluate(template, export.get("Name"))
                    if isinstance(exported, str):
                        found[exported].append((template, template.output(name)))
        return {name: outputs[0] for name, outputs in found.items() if len(outputs) == 1}

    def nested(self, stack: Resource) -> Template | None:
        """The template of a nested stack."""
        return self._children.get(stack)

    def parent(self, template: Template) -> Resource | None:
        """The nested stack that deploys a template; None where it is deployed by itself, or more than once."""
        return self._parents.get(template)

    def above(self, template: Template) -> Iterator[Template]:
        """Those in which a template is nested, from the nearest on; in a circle, each of them once."""
        seen = {template}
        while (parent := self.parent(template)) is not None and parent.template not in seen:
            template = parent.template
            seen.add(template)
            yield template

    @cached_property
    def _children(self) -> Mapping[Resource, Template]:
        files = Files(self.templates)
        found = ((stack, files.of(stack)) for stack in self._stacks)
        return {stack: template for stack, template in found if template is not None}

    @property
    def _stacks(self) -> Iterable[Resource]:
        everything = (resource for template in self.templates for resource in template.resources.values())
        return (resource for resource in everything if resource.type == STACK)

    @cached_property
    def _parents(self) -> Mapping[Template, Resource]:
        stacks: defaultdict[Template, list[Resource]] = defaultdict(list)
        for stack, template in self._children.items():
            stacks[template].append(stack)
        return {template: given[0] for template, given in stacks.items() if len(given) == 1}

    @cached_property
    def _by_type(self) -> Mapping[str, list[Resource]]:
        found: defaultdict[str, list[Resource]] = defaultdict(list)
        for template in self.templates:
            for resource in template.resources.values():
                if not resource.dropped:
                    found[resource.type].append(resource)
        return found

    def of_type(self, *types: str) -> list[Resource]:
        """Their resources of these types, but for those that a condition is known to leave out."""
        return [resource for kind in types for resource in self._by_type.get(kind, ())]

    @property
    def resources(self) -> Iterable[Resource]:
        """Their resources of all types, but for those that a condition is known to leave out."""
        return (resource for resources in self._by_type.values() for resource in resources)
