"""Where events go that do not reach a function, or that it fails on after Lambda has tried them again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sagewire.validator.graph import Graph
from sagewire.validator.graph.event_rule import Target
from sagewire.validator.graph.function import Function
from sagewire.validator.inference import Inference
from sagewire.validator.messages.attached import Attached
from sagewire.validator.value import Value

CONFIG = "AWS::Lambda::EventInvokeConfig"


def keeps_failures(graph: Graph, function: Function) -> bool:
    """Whether a function may keep events that it fails on: false only where it certainly does not."""
    configs = graph.view(_configs)
    if configs.others_may(function) or not function["DeadLetterConfig"]["TargetArn"].absent or not graph.complete:
        return True
    return any(not config["DestinationConfig"]["OnFailure"].absent for config in configs.to(function))


def dropping(graph: Graph) -> Sequence[tuple[Target, Function]]:
    """The targets of rules, functions of inference, that keep no event which does not reach them.

    What goes by the clock alone comes again.
    """
    return [
        (target, called)
        for target, called in graph.view(Inference).targets
        if target["DeadLetterConfig"].absent and not target.rule.pattern.absent
    ]


def destinations(graph: Graph, function: Function) -> Iterator[Value]:
    """The places that name where Lambda sends, with the function's role, what became of an event."""
    yield function["DeadLetterConfig"]["TargetArn"]
    for config in graph.view(_configs).to(function):
        for outcome in ("OnFailure", "OnSuccess"):
            yield config["DestinationConfig"][outcome]["Destination"]


def all_destinations(graph: Graph, function: Function) -> Iterator[Value]:
    """The same, and those of what it gives up of a stream."""
    yield from destinations(graph, function)
    for read in graph.mappings_into.get(function, ()):
        yield read["DestinationConfig"]["OnFailure"]["Destination"]


def _configs(graph: Graph) -> Attached:
    return Attached(graph, graph.of_type(CONFIG))
