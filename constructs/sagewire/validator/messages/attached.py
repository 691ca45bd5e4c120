"""Resources that belong to a function by naming it: permissions, and how it is called for events."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import Function
from sagewire.validator.template import Resource

_NAME = re.compile(r"(?:^|:function:)([A-Za-z0-9_-]+)(?::[^:]*)?$")


class Attached:
    """Resources whose `FunctionName` says to which function they belong."""

    def __init__(self, graph: Graph, resources: Iterable[Resource]) -> None:
        self._of: defaultdict[Function, list[Resource]] = defaultdict(list)
        self._unclear: list[str | None] = []
        for resource in resources:
            functions = graph.functions_in(resource["FunctionName"])
            for function in functions:
                self._of[function].append(resource)
            if not functions or resource["FunctionName"].unknown:
                self._unclear.append(_name(resource))

    def to(self, function: Function) -> Sequence[Resource]:
        """Those that belong to a function."""
        return self._of.get(function, ())

    def others_may(self, function: Function) -> bool:
        """Whether others may belong to it too: their function is not known, or may have this one's name."""
        own = function["FunctionName"]
        if own.absent:  # then CloudFormation makes up a name, which nobody can have written down
            return None in self._unclear
        return any(own.text is None or name in (own.text, None) for name in self._unclear)


def _name(resource: Resource) -> str | None:
    """The name of the function, if it can be told."""
    named = _NAME.search(resource["FunctionName"].pattern or "")
    return named[1] if named else None
