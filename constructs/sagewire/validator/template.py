"""A template: what it says in its own terms."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from sagewire.validator.assembly import Assembly
from sagewire.validator.conditions import truth
from sagewire.validator.intrinsics import evaluate
from sagewire.validator.known import ABSENT, FILLING, UNKNOWN, is_open
from sagewire.validator.resource import Resource
from sagewire.validator.sam import expanded, is_sam, is_whole

# Macros that add no resource that a rule would miss; a secret's is the function that renews it.
_ADD_NOTHING = ("AWS::LanguageExtensions", "AWS::SecretsManager-2020-07-23", "AWS::SecretsManager-2024-09-16")
_LISTS = ("CommaDelimitedList", "List<")
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
        found, origins = expanded(body, self._section("Resources"))
        made = (
            Resource(self, logical_id, resource, origin=origins.get(logical_id))
            for logical_id, resource in found.items()
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
        """The templates that it is looked at together with: by itself where it is of none."""
        if self._assembly is None:
            self._assembly = Assembly([self])
        return self._assembly

    def within(self, assembly: Assembly) -> Template:
        """A copy, of which nothing is worked out yet: what a template says hangs on those beside it."""
        copy = Template(
            self.name,
            self.body,
            region=self.region,
            account=self.account,
            acknowledged=self.acknowledged,
            text=self.text,
        )
        copy._assembly = assembly
        return copy

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
        """Whether all resources stand in it; a macro and a loop add others when it is deployed, and SAM may."""
        transform = self.body.get("Transform", [])
        names = transform if isinstance(transform, list) else [transform]
        written = self._section("Resources")
        told = all(name in _ADD_NOTHING or (is_sam(name) and is_whole(written)) for name in names)
        if not told or is_open(self.body):
            return False
        return not is_open(written) and not any(map(_adds_others, self.resources.values()))

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


def _adds_others(made: Resource) -> bool:
    """Whether CloudFormation makes several of a resource, as it does of a module, or of what a macro fills."""
    return (made.open and not made.type) or made.type.endswith("::MODULE")


def _partition(region: str) -> str:
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"


def _suffix(region: str) -> str:
    return "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"


__all__ = ["Resource", "Template"]
