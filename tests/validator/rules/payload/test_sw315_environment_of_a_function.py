"""SW315."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw315_environment_of_a_function import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from tests.validator.judging import findings_of, found_in, only_finding

MOST = 4096
NAME = "NAME"


def holding(variables: dict[str, Any]) -> dict[str, Any]:
    return template(function(endpoint=None, variables=variables))


@pytest.mark.parametrize("length", [MOST - 1, MOST])
def test_as_much_as_a_function_may_have_is_sound(length: int) -> None:
    assert found_in(holding({NAME: "a" * (length - len(NAME))})) == []


def test_one_byte_more_is_found() -> None:
    finding = only_finding(RULE, holding({NAME: "a" * (MOST + 1 - len(NAME))}))
    assert (finding.property, finding.found, finding.limit) == (
        "Properties/Environment/Variables",
        "4097",
        "4,096 B",
    )


@pytest.mark.parametrize(("letter", "count"), [("\u00e9", 2047), ("\u3042", 1365), ("\U0001f600", 1024)])
def test_letters_count_by_their_bytes(letter: str, count: int) -> None:
    assert only_finding(RULE, holding({NAME: letter * count}))


def test_several_variables_count_together() -> None:
    assert only_finding(RULE, holding({f"V{number}": "a" * 1023 for number in range(4)})).found == "4100"


def test_what_is_not_known_counts_nothing() -> None:
    full = "a" * (MOST - len(NAME))
    assert found_in(holding({NAME: full, "UNKNOWN": {"Ref": "Unset"}})) == []
    assert findings_of(RULE, holding({NAME: {"Fn::Sub": f"{full}a${{Unset}}"}}))
