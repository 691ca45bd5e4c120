"""Templates in YAML: CloudFormation's short tags, and every text as it is written.

Only a template in YAML needs this, and PyYAML with it: importing it takes longer than reading most templates in JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.events import AliasEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import Resolver

from sagewire.validator.reading.text import PARTS, SECTIONS, VALUES, stands_twice

# Written without "Fn::" before them.
_PLAIN = ("Condition", "Ref")
# A date stays as it is written, as does "=", for which YAML has a type that nothing can make.
_KEPT_AS_TEXT = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:value")
_MERGE = "tag:yaml.org,2002:merge"
# What a text may be tagged as that is none: PyYAML breaks in one of these ways, and tells no line.
_SCALARS = {"int": "whole figure", "float": "figure", "bool": "flag", "timestamp": "date"}
_BREAKS = (ValueError, TypeError, LookupError, AttributeError, OverflowError)
# "1:59:59" is a figure too, of so many minutes and seconds; people write no such one, nor one that is as long.
_LONGEST_FIGURE = 1000


def _events_of(text: str) -> Any:
    """Reads a text event by event: by libyaml where PyYAML has it, which is ten times as fast."""
    return (yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader)(text)


class _Loader(Composer, SafeConstructor, Resolver):
    """Makes plain lists, objects and scalars."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as in PyYAML
        first: [(tag, pattern) for tag, pattern in resolvers if tag not in _KEPT_AS_TEXT]
        for first, resolvers in Resolver.yaml_implicit_resolvers.items()
    }

    def __init__(self, text: str) -> None:
        events = _events_of(text)
        self.check_event, self.peek_event, self.get_event = events.check_event, events.peek_event, events.get_event
        Composer.__init__(self)
        SafeConstructor.__init__(self)
        Resolver.__init__(self)
        self.anchors: dict[str | None, Node] = {}
        self._merging: set[int] = set()
        self._merged = 0

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        """An anchor may be set anew, as YAML 1.2 allows."""
        event: Any = self.peek_event()
        if not isinstance(event, AliasEvent):
            self.anchors.pop(event.anchor, None)
        return super().compose_node(parent, index)

    def flatten_mapping(self, node: MappingNode) -> None:
        """What is merged into a mapping is counted first: ten of what merges ten, and so on, would fill the memory."""
        if id(node) in self._merging:
            return
        self._merging.add(id(node))
        for key, value in node.value:
            if key.tag == _MERGE:
                for source in value.value if isinstance(value, SequenceNode) else (value,):
                    if isinstance(source, MappingNode):
                        self._count(source, key)
        super().flatten_mapping(node)
        self._merging.discard(id(node))

    def _count(self, source: MappingNode, key: Node) -> None:
        self.flatten_mapping(source)
        self._merged += len(source.value)
        if self._merged > VALUES:
            raise _refused(f"more than {VALUES:,} values, merges included", key)


def _short_tag(loader: _Loader, name: str, node: Node) -> dict[str, Any]:
    argument: Any
    if isinstance(node, MappingNode):
        argument = loader.construct_mapping(node, deep=True)
    elif isinstance(node, SequenceNode):
        argument = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, ScalarNode)
        argument = loader.construct_scalar(node)
    if name == "GetAtt" and isinstance(argument, str):
        argument = argument.split(".", 1)
    return {name if name in _PLAIN else f"Fn::{name}": argument}


def _scalar(kind: str, made: Callable[[_Loader, Node], Any], loader: _Loader, node: Node) -> Any:
    """A scalar of a kind; refused where it is none, in a line that says where."""
    if isinstance(node, ScalarNode) and len(node.value) > _LONGEST_FIGURE:
        raise _refused(f"a {kind} of {len(node.value):,} characters", node)
    try:
        return made(loader, node)
    except _BREAKS:
        raise _refused(f"{node.value!r} is no {kind}", node) from None


def _refused(problem: str, node: Node) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)


_Loader.add_multi_constructor("!", _short_tag)
for _tag, _kind in _SCALARS.items():
    _name = f"tag:yaml.org,2002:{_tag}"
    _Loader.add_constructor(_name, partial(_scalar, _kind, SafeConstructor.yaml_constructors[_name]))


def _refuse_what_stands_twice(document: Node) -> None:
    """YAML allows no key twice in one mapping; PyYAML takes the last, so that a resource would be lost."""
    _refuse_twice(document, "", only=SECTIONS)
    for section, resources in _pairs(document):
        if section.value == "Resources":
            _refuse_twice(resources, "Resources")
            for logical_id, resource in _pairs(resources):
                _refuse_twice(resource, str(logical_id.value), only=PARTS)


def _refuse_twice(node: Node, where: str, *, only: Iterable[str] | None = None) -> None:
    """Refuse a mapping with a name twice. only: of these names."""
    seen: set[str] = set()
    for key, _ in _pairs(node):
        name = key.value if isinstance(key, ScalarNode) and key.tag != _MERGE else ""
        if name in seen and (only is None or name in only):
            raise _refused(stands_twice(name, where), key)
        if name:
            seen.add(name)


def _pairs(node: Node) -> Iterable[tuple[Node, Node]]:
    return node.value if isinstance(node, MappingNode) else ()


def load(text: str) -> Any:
    """What a YAML document says; raises ValueError, which says where it is none."""
    try:
        loader = _Loader(text)
        document = loader.get_single_node()
        if document is None:
            return None
        _refuse_what_stands_twice(document)
        return loader.construct_document(document)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise ValueError(f"{where}{error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from None
