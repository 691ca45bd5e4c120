"""A template, and the templates that are deployed beside it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from sagewire.validator.intrinsics import Evaluated, evaluate, truth
from sagewire.validator.known import ABSENT, FILLING, UNKNOWN, is_open
from sagewire.validator.resource import Resource
from sagewire.validator.sam import expanded

_Told = TypeVar("_Told")
_LISTS = ("CommaDelimitedList", "List<")
_STACK = "AWS::CloudFormation::Stack"
# Expressions in one another, by parameters and conditions too: more than any template has that people write.
_DEEPEST = 32
# A letter that JSON need not write so.
_ESCAPED = "\\u00"


class Template:
    """A template: what its resources say, in its own terms.

    region, account: where it is deployed, if that is known.
    acknowledged: the reasons that CDK notes beside a template, by the path of a construct and the id of a rule.
    text: the file as it is written, if it was read from one.
    """

    def __init__(
        self,
        name: str,
        body: Mapping[str, Any],
        *,
        region: str | None = None,
        account: str | None = None,
        acknowledged: Mapping[str, Mapping[str, str]] | None = None,
        text: str | None = None,
    ) -> None:
        self.name = name
        self.body = body
        self.region = region
        self.account = account
        self.acknowledged = acknowledged or {}
        self.text = text
        self._assembly: Assembly | None = None
        # Worked out once; what is asked for again while it is worked out is not known.
        self._holding: dict[str, bool | None] = {}
        self._arguments: dict[str, Any] = {}
        self.parameters = self._section("Parameters")
        self.mappings = self._section("Mappings")
        self.conditions = self._section("Conditions")
        self.outputs = self._section("Outputs")
        made = (
            Resource(self, logical_id, resource)
            for logical_id, resource in expanded(body, self._section("Resources")).items()
            if isinstance(resource, dict)
        )
        self.resources = {resource.logical_id: resource for resource in made}

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def _section(self, name: str) -> Mapping[str, Any]:
        section = self.body.get(name)
        return (
            {key: value for key, value in section.items() if isinstance(key, str)} if isinstance(section, dict) else {}
        )

    @property
    def assembly(self) -> Assembly:
        """The templates that it is looked at together with."""
        return self._assembly or Assembly([self])

    def within(self, assembly: Assembly) -> Template:
        """This template, or a copy where it has been looked at before: what it says hangs on those beside it."""
        if self._assembly is not None:
            return self.copied().within(assembly)
        self._assembly = assembly
        return self

    def copied(self) -> Template:
        """The same template, of which nothing is worked out yet."""
        return Template(
            self.name,
            self.body,
            region=self.region,
            account=self.account,
            acknowledged=self.acknowledged,
            text=self.text,
        )

    @property
    def folder(self) -> str:
        """The folder that its file lies in, as its name tells it."""
        return self.name.rpartition("/")[0]

    @cached_property
    def written(self) -> str | None:
        """All of it as JSON; None where it cannot be written."""
        if self.text is not None and self.name.endswith(".json") and _ESCAPED not in self.text:
            return self.text
        try:
            return json.dumps(self.body, ensure_ascii=False, default=str)
        except (RecursionError, TypeError, ValueError):
            return None

    @cached_property
    def grows(self) -> bool:
        """Whether a macro or a loop may put more into it when it is deployed: each of its objects is asked whether."""
        written = self.written
        return written is None or any(filling in written for filling in FILLING)

    @cached_property
    def complete(self) -> bool:
        """Whether all resources stand in it; a macro, such as SAM's, and a loop add others when it is deployed."""
        transform = self.body.get("Transform", [])
        names = transform if isinstance(transform, list) else [transform]
        if not all(name == "AWS::LanguageExtensions" for name in names) or is_open(self.body):
            return False
        written = self._section("Resources")
        return not is_open(written) and not any(made.open and not made.type for made in self.resources.values())

    @cached_property
    def pseudo(self) -> Mapping[str, Any]:
        """The pseudo parameters that are known, and those that are not."""
        region = self.region
        return {
            "AWS::NoValue": ABSENT,
            "AWS::Region": region or UNKNOWN,
            "AWS::Partition": _partition(region) if region else UNKNOWN,
            "AWS::URLSuffix": _suffix(region) if region else UNKNOWN,
            "AWS::AccountId": UNKNOWN,
            "AWS::StackName": UNKNOWN,
            "AWS::StackId": UNKNOWN,
            "AWS::NotificationARNs": UNKNOWN,
        }

    def holds(self, name: str) -> bool | None:
        """Whether a condition holds; None if the template does not tell."""
        if name not in self._holding:
            self._holding[name] = None
            self._holding[name] = truth(self, self.conditions.get(name))
        return self._holding[name]

    def argument(self, name: str) -> Any:
        """What a parameter is given: by the stack that this one is nested in, else its default."""
        if name not in self._arguments:
            self._arguments[name] = UNKNOWN
            self._arguments[name] = self._argument(name)
        return self._arguments[name]

    def _argument(self, name: str) -> Any:
        parameter = self.parameters.get(name)
        kind = parameter.get("Type", "") if isinstance(parameter, dict) else ""
        parent = self.assembly.parent(self)
        if parent is not None:
            given = evaluate(parent.template, parent.raw_argument(name))
            if given.content is not ABSENT:
                return given
        if not isinstance(parameter, dict) or not isinstance(kind, str) or "Default" not in parameter:
            return UNKNOWN
        default = parameter["Default"]
        if kind.startswith("AWS::SSM::"):  # the default names the parameter that holds the value
            return UNKNOWN
        if kind.startswith(_LISTS) and isinstance(default, str):
            return [part.strip() for part in default.split(",")]
        return evaluate(self, default)

    def output(self, name: str) -> Any:
        """What an output says, unevaluated; UNKNOWN if there is none."""
        output = self.outputs.get(name)
        return output.get("Value", UNKNOWN) if isinstance(output, dict) else UNKNOWN

    def exported(self, name: str) -> Any:
        """What a template beside this one exports under the name; Evaluated or UNKNOWN."""
        return self.assembly.exported(name) or UNKNOWN

    def nested(self, stack: Resource) -> Template | None:
        """The template of a nested stack, if it is among those given."""
        return self.assembly.nested(stack)


class Assembly:
    """The templates that are looked at together."""

    def __init__(self, templates: Sequence[Template]) -> None:
        self.templates = tuple(template.within(self) for template in templates)
        self._depth = 0
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
        self._depth += 1
        try:
            return follow(*given) if self._depth <= _DEEPEST else None
        finally:
            self._depth -= 1

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

    @cached_property
    def _children(self) -> Mapping[Resource, Template]:
        by_file: defaultdict[str, list[Template]] = defaultdict(list)
        for template in self.templates:
            by_file[template.name.rpartition("/")[2]].append(template)
        found: dict[Resource, Template] = {}
        for stack in self._stacks:
            named = [template for template in by_file.get(_file_of(stack), ()) if template is not stack.template]
            beside = [template for template in named if template.folder == stack.template.folder] or named
            if len(beside) == 1:
                found[stack] = beside[0]
        return found

    @property
    def _stacks(self) -> Iterable[Resource]:
        everything = (resource for template in self.templates for resource in template.resources.values())
        return (resource for resource in everything if resource.type == _STACK)

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


def _file_of(stack: Resource) -> str:
    """The file of a nested stack's template, as it is written: what parameters say hangs on who is nested in whom."""
    metadata, properties = stack.body.get("Metadata"), stack.body.get("Properties")
    asset = metadata.get("aws:asset:path") if isinstance(metadata, dict) else None
    address = properties.get("TemplateURL") if isinstance(properties, dict) else None
    if isinstance(address, dict):
        address = address.get("Fn::Sub")
    named = next((text for text in (asset, address) if isinstance(text, str)), "")
    return named.rpartition("/")[2]


def _partition(region: str) -> str:
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"


def _suffix(region: str) -> str:
    return "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"


__all__ = ["Assembly", "Resource", "Template"]
