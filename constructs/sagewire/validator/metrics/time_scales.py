"""Figures that metrics of time are compared with, and whether every request exceeds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sagewire.validator.graph.alarm import Watch
from sagewire.validator.graph.model import Model
from sagewire.validator.metrics.watched_metrics import published_as, watched_variant
from sagewire.validator.value import Value

_IN_A_SECOND = {"Microseconds": 1_000_000, "Milliseconds": 1000}
# Seconds below which nobody means a figure.
_LEAST = {"Microseconds": 0.005, "Milliseconds": 1.0}
_LATENCY, _PART = "ModelLatency", 10
# From a unit to the one that people take it for.
_NEXT = 1000


def far_too_low(watch: Watch, figure: Value) -> Mapping[str, Any] | None:
    """In words, where nearly every request takes longer than the figure: seconds, unit, reason and remedy."""
    unit = next((metric.unit for metric in published_as(watch)), None)
    if not figure.number or unit not in _IN_A_SECOND:
        return None
    seconds, stated = figure.number / _IN_A_SECOND[unit], _stated(watch)
    if seconds >= max(_LEAST[unit], stated / _PART):
        return None
    words = {"seconds": _written(seconds), "unit": unit.lower(), "metric": watch.metric.text or ""}
    if seconds < _LEAST[unit] or seconds * _NEXT <= stated * _PART:
        remedy = f"in {words['unit']}: 1 s is {_IN_A_SECOND[unit]:,}"
        return {**words, "reason": f"and {words['metric']} is in {words['unit']}", "remedy": remedy}
    remedy = f"above that: {_written(stated)} s are {round(stated * _IN_A_SECOND[unit]):,} {words['unit']}"
    return {**words, "reason": f"below the stated latency of {_written(stated)} s", "remedy": remedy}


def _stated(watch: Watch) -> float:
    """Seconds that the slowest of the models takes whose latency it is, as stated; 0 if nothing is."""
    if watch.metric.text != _LATENCY:
        return 0
    return max((model.latency.number or 0 for model in _models(watch)), default=0) / 1000


def _models(watch: Watch) -> Iterator[Model]:
    """Those whose metric it is."""
    variant = watched_variant(watch)
    if variant is not None and variant.model is not None:
        yield variant.model
    elif watch.endpoint is not None:
        yield from watch.endpoint.models
    elif watch.component is not None and watch.component.model is not None:
        yield watch.component.model


def _written(seconds: float) -> str:
    return f"{seconds:.6f}".rstrip("0").rstrip(".")
