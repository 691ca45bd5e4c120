"""Figures in messages."""

import pytest

from sagewire.validator.figures import figure


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (0.5, "0.5"),
        (4.56789, "4.568"),
        (999.96, "1000"),
        (-30.0, "-30"),
        (1000, "1000"),
        (1000.25, "1000.25"),
        (2048.5, "2048.5"),
        (99_999, "99999"),
        (100_000, "100,000"),
        (100_000.4, "100,000"),
        (-345_600.0, "-345,600"),
        (1_209_600.0, "1,209,600"),
        (10**400, f"{10**400:,}"),
    ],
)
def test_figures_are_written_as_people_write_them(value: float, words: str) -> None:
    assert figure(value) == words
