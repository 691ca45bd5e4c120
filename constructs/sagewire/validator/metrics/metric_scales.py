"""The most that a metric can be."""

from __future__ import annotations

from collections.abc import Sequence

from sagewire.published_metrics import PublishedMetric
from sagewire.validator.graph.endpoint import Variant
from sagewire.validator.serving.hardware import hosts_of


def highest(metrics: Sequence[PublishedMetric], variant: Variant | None) -> float | None:
    """The most that any of these can be on a variant's instances; None where they have no end, or it is not known."""
    found = [_of(metric, variant) for metric in metrics]
    known = [most for most in found if most is not None]
    return max(known) if known and len(known) == len(found) else None


def _of(metric: PublishedMetric, variant: Variant | None) -> float | None:
    if metric.highest is None or metric.summed_over is None:
        return metric.highest
    hosts = hosts_of(variant) if variant else ()
    units = max((getattr(host, metric.summed_over) for host in hosts), default=0)
    return metric.highest * units if units else None
