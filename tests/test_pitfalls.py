"""What others got wrong is tested here by number, so that nothing on the list is forgotten."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
NAMED = {
    int(number)
    for file in TESTS.rglob("test_*.py")
    for listed in re.findall(r"\bpitfalls? ((?:\d+[a-z]?(?:, | and )?)+)", file.read_text(), flags=re.IGNORECASE)
    for number in re.findall(r"\d+", listed)
}


@pytest.mark.parametrize("number", range(1, 31))
def test_a_test_names_the_pitfall(number: int) -> None:
    assert number in NAMED
