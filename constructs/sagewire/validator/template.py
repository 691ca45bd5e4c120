"""A template, its resources, and the templates that are deployed beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sagewire.validator.intrinsics import Evaluated, evaluate, truth
from sagewire.validator.known import ABSENT, UNKNOWN
from sagewire.validator.value import Value

_NUMBER = "Number"
_LISTS = ("CommaDelimitedList", "List<")
_STACK = "AWS::CloudFormation::Stack"


class Resource:
    """A resource of a template."""

    def __init__(self, template: Template, logical_id: str, body: Mapping[str, Any]) -> None:
        self.template = template
        self.logical_id = logical_id
        self.body = body
        kind = body.get("Type")
        self.type = kind if isinstance(kind, str) else ""

    def __repr__(self) -> str:
        return f"<{self.logical_id}: {self.type}>"

    def __getitem__(self, name: str) -> Value:
        """A property."""
        return self.properties[name]

    @cached_property
    def properties(self) -> Value:
        """All of them; an object without any where the template has none."""
        return Value(self, ("Properties",), self.template, self.body.get("Properties", {}))

    @cached_property
    def metadata(self) -> Value:
        """What stands beside the properties, for tools."""
        return Value(self, ("Metadata",), self.template, self.body.get("Metadata", {}))

    @cached_property
    def stated(self) -> Value:
        """The facts under Metadata.sagewire, which people state who measured them."""
        return self.metadata["sagewire"]

    def raw_argument(self, name: str) -> Any:
        """What a nested stack gives a parameter of its template, unevaluated; ABSENT if nothing."""
        given = self["Parameters"].content
        return given.get(name, ABSENT) if isinstance(given, dict) else UNKNOWN if self["Parameters"].unknown else ABSENT

    @property
    def construct_path(self) -> str | None:
        """Where CDK made it: "Stack/Endpoint/Resource"; None outside CDK."""
        return self.metadata["aws:cdk:path"].text

    @property
    def certain(self) -> bool:
        """Whether it exists on any terms: it has no condition, or one that holds."""
        return "Condition" not in self.body or self._condition is True

    @property
    def dropped(self) -> bool:
        """Whether its condition is known not to hold."""
        return "Condition" in self.body and self._condition is False

    @cached_property
    def _condition(self) -> bool | None:
        name = self.body.get("Condition")
        return truth(self.template, {"Condition": name}) if isinstance(name, str) else None


class Template:
    """A template: what its resources say, in its own terms.

    region, account: where it is deployed, if that is known.
    acknowledged: the reasons that CDK notes beside a template, by the path of a construct and the id of a rule.
    """

    def __init__(
        self,
        name: str,
        body: Mapping[str, Any],
        *,
        region: str | None = None,
        account: str | None = None,
        acknowledged: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self.name = name
        self.body = body
        self.region = region
        self.account = account
        self.acknowledged = acknowledged or {}
        self.assembly: Assembly = Assembly([self])
        self.parameters = self._section("Parameters")
        self.mappings = self._section("Mappings")
        self.conditions = self._section("Conditions")
        self.outputs = self._section("Outputs")
        made = (
            Resource(self, logical_id, resource)
            for logical_id, resource in self._section("Resources").items()
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
    def folder(self) -> str:
        """The folder that its file lies in, as its name tells it."""
        return self.name.rpartition("/")[0]

    @property
    def complete(self) -> bool:
        """Whether all resources stand in it; a macro, such as SAM's, adds others when it is deployed."""
        transform = self.body.get("Transform", [])
        names = transform if isinstance(transform, list) else [transform]
        return all(name == "AWS::LanguageExtensions" for name in names)

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

    def argument(self, name: str, depth: int) -> Evaluated:
        """What a parameter is given: by the stack that this one is nested in, else its default."""
        parameter = self.parameters.get(name)
        kind = parameter.get("Type", "") if isinstance(parameter, dict) else ""
        parent = self.assembly.parent(self)
        if parent is not None:
            given = evaluate(parent.template, parent.raw_argument(name), depth + 1)
            if given.content is not ABSENT:
                return given
        if not isinstance(parameter, dict) or not isinstance(kind, str) or "Default" not in parameter:
            return Evaluated(self, UNKNOWN)
        default = parameter["Default"]
        if kind.startswith("AWS::SSM::"):  # the default names the parameter that holds the value
            return Evaluated(self, UNKNOWN)
        if kind.startswith(_LISTS) and isinstance(default, str):
            return Evaluated(self, [part.strip() for part in default.split(",")])
        return evaluate(self, default, depth + 1)

    def output(self, name: str) -> Any:
        """What an output says, unevaluated; UNKNOWN if there is none."""
        output = self.outputs.get(name)
        return output.get("Value", UNKNOWN) if isinstance(output, dict) else UNKNOWN

    def exported(self, name: str) -> tuple[Template, Any] | None:
        """What a template beside this one exports under the name."""
        return self.assembly.exports.get(name)

    def nested(self, stack: Resource) -> Template | None:
        """The template of a nested stack, if it is among those given."""
        return self.assembly.nested(stack)


class Assembly:
    """The templates that are looked at together."""

    def __init__(self, templates: Sequence[Template]) -> None:
        self.templates = tuple(templates)
        for template in self.templates:
            template.assembly = self

    @cached_property
    def exports(self) -> Mapping[str, tuple[Template, Any]]:
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
