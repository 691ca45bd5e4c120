"""SW323."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw323_long_variable_of_a_container import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import model
from tests.validator.judging import findings_of, found_in, only_finding

MOST = 1024


def holding(name: str, value: Any) -> dict[str, Any]:
    return template(model(container={"Environment": {name: value}}))


@pytest.mark.parametrize("length", [MOST - 1, MOST])
def test_as_long_as_a_variable_may_be_is_sound(length: int) -> None:
    assert found_in(holding("a" * length, "b" * length)) == []


@pytest.mark.parametrize(("name", "value"), [("V", "b" * (MOST + 1)), ("a" * (MOST + 1), "on")])
def test_a_longer_name_or_value_is_found(name: str, value: str) -> None:
    finding = only_finding(RULE, holding(name, value))
    assert (finding.found, finding.limit) == ("1025", "1,024 B")
    assert len(finding.message) <= 220


def test_of_a_text_what_is_known_counts() -> None:
    assert not findings_of(RULE, holding("V", {"Fn::Sub": f"{'b' * MOST}${{Unset}}"}))
    assert findings_of(RULE, holding("V", {"Fn::Sub": f"{'b' * MOST}c${{Unset}}"}))


@pytest.mark.parametrize(("letters", "found"), [(512, []), (513, [RULE.id])])
def test_bytes_are_counted_and_not_letters(letters: int, found: list[str]) -> None:
    assert found_in(holding("V", "\u00e9" * letters)) == found


def test_half_of_a_letter_counts_as_three_bytes() -> None:
    """JSON may write one."""
    body = holding("\ud83e", "\ud83e" * 342)
    assert only_finding(RULE, body).found == "1026"
    assert found_in(holding("\ud83e", "\ud83e" * 341)) == []
