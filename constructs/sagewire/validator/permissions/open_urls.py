"""Function URLs that ask nobody who calls: what their functions' policies have to let everybody do."""

from __future__ import annotations

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import URL, WayIn
from sagewire.validator.inference import Inference
from sagewire.validator.permissions.callers import everybody_may
from sagewire.validator.permissions.elsewhere import handed_over
from sagewire.validator.permissions.qualifiers import qualifier_in

INVOKE_URL = "lambda:InvokeFunctionUrl"
INVOKE = "lambda:InvokeFunction"


def open_urls(graph: Graph) -> Iterator[WayIn]:
    """Those of functions of inference whose AuthType is NONE."""
    for way in graph.view(Inference).ways:
        if way.kind == URL and way.resource["AuthType"].text == "NONE":
            yield way


def closed_by(graph: Graph, way: WayIn) -> str | None:
    """What everybody would have to be let do, and certainly is not; None if all may be let in."""
    if (way.at.mentions | {way.resource}) & graph.view(handed_over):
        return None
    said = way.resource["Qualifier"]
    qualifier = qualifier_in(way.at) if said.absent else said.text
    lacking = (action for action in (INVOKE_URL, INVOKE) if not everybody_may(graph, way.function, action, qualifier))
    return next(lacking, None)
