"""Figures as people write them."""

# From here on a figure is read in groups of three digits, and nobody asks for what stands behind the point.
_GROUPED = 100_000
_FEW_DIGITS = 1000


def figure(value: float) -> str:
    """A figure in words: 1500, 4.5, 2048.5, 6,291,456."""
    if abs(value) >= _GROUPED:
        return f"{round(value):,}"
    return f"{value:.4g}" if abs(value) < _FEW_DIGITS else f"{value:.6g}"
