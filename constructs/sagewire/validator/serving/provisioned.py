"""Which functions are kept warm."""

from __future__ import annotations

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import Function
from sagewire.validator.value import Value


def provisioned(graph: Graph) -> Iterator[tuple[Function, Value]]:
    """Every function of which a version, or an alias, has provisioned concurrency, and where that stands."""
    for qualified in graph.of_type("AWS::Lambda::Version", "AWS::Lambda::Alias"):
        settings, named = qualified["ProvisionedConcurrencyConfig"], qualified["FunctionName"]
        for function in graph.functions_in(named) if settings.present and named.present else ():
            yield function, settings
