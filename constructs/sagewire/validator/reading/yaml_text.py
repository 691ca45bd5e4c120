"""Templates in YAML: CloudFormation's short tags, and every text as it is written.

Only a template in YAML needs this, and PyYAML with it: importing it takes longer than reading most templates in JSON.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.events import AliasEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import Resolver

# Written without "Fn::" before them.
_PLAIN = ("Condition", "Ref")
# A date stays as it is written, as does "=", for which YAML has a type that nothing can make.
_KEPT_AS_TEXT = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:value")


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

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        """An anchor may be set anew, as YAML 1.2 allows."""
        event: Any = self.peek_event()
        if not isinstance(event, AliasEvent):
            self.anchors.pop(event.anchor, None)
        return super().compose_node(parent, index)


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


_Loader.add_multi_constructor("!", _short_tag)


def _refuse_what_stands_twice(document: Node) -> None:
    """YAML allows no key twice in one mapping; PyYAML takes the last, so that a resource would be lost."""
    sections = document.value if isinstance(document, MappingNode) else ()
    for section, resources in sections:
        if section.value == "Resources" and isinstance(resources, MappingNode):
            seen: set[str] = set()
            for key, _ in resources.value:
                name = key.value if isinstance(key, ScalarNode) else ""
                if name in seen and key.tag != "tag:yaml.org,2002:merge":
                    raise yaml.MarkedYAMLError(
                        problem=f"{name!r} stands twice in `Resources`, and the first would be lost",
                        problem_mark=key.start_mark,
                    )
                if name:
                    seen.add(name)


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
