"""A resource of a template: its type, its properties, and whether it exists."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sagewire.validator.intrinsics import is_itself
from sagewire.validator.known import UNKNOWN, is_open
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.template import Template


class Resource:
    """A resource of a template. origin: the logical id under which it is written, where SAM makes it of another."""

    def __init__(
        self, template: Template, logical_id: str, body: Mapping[str, Any], *, origin: str | None = None
    ) -> None:
        self.template = template
        self.logical_id = logical_id
        self.body = body
        self.origin = origin or logical_id
        kind = body.get("Type")
        self.type = kind if isinstance(kind, str) else ""
        self._properties: Value | None = None

    def __repr__(self) -> str:
        return f"<{self.logical_id}: {self.type}>"

    def __getitem__(self, name: str) -> Value:
        """A property."""
        return (self._properties or self.properties)[name]

    @property
    def properties(self) -> Value:
        """All of them; an object without any where the template has none."""
        if self._properties is None:
            self._properties = self._part("Properties")
        return self._properties

    @cached_property
    def metadata(self) -> Value:
        """What stands beside the properties, for tools."""
        return self._part("Metadata")

    def _part(self, name: str) -> Value:
        missing: Any = UNKNOWN if self.open else {}
        return Value(self, (name,), self.template, self.body.get(name, missing))

    @property
    def open(self) -> bool:
        """Whether a macro puts more into it, such as its properties."""
        return is_open(self.body)

    @cached_property
    def stated(self) -> Value:
        """The facts under Metadata.sagewire, which people state who measured them."""
        return self.metadata["sagewire"]

    @property
    def states_nothing(self) -> bool:
        """Whether certainly no such fact stands there: CDK writes metadata of its own to every resource."""
        metadata = self.body.get("Metadata", {})
        plain = isinstance(metadata, dict) and is_itself(metadata) and not is_open(metadata) and not self.open
        return plain and "sagewire" not in metadata

    def raw_argument(self, name: str) -> Any:
        """What a nested stack gives a parameter of its template, unevaluated; ABSENT if nothing."""
        return self["Parameters"].written(name)

    @property
    def construct_path(self) -> str | None:
        """Where CDK made it: "Stack/Endpoint/Resource"; None outside CDK."""
        return self.metadata["aws:cdk:path"].text

    @property
    def certain(self) -> bool:
        """Whether it exists on any terms: it has no condition, or one that holds."""
        return self._condition is True if "Condition" in self.body else not self.open

    @property
    def dropped(self) -> bool:
        """Whether its condition is known not to hold."""
        return "Condition" in self.body and self._condition is False

    @cached_property
    def _condition(self) -> bool | None:
        name = self.body.get("Condition")
        return self.template.holds(name) if isinstance(name, str) else None
