"""SW421."""

from typing import Any

import pytest

from sagewire.validator.rules.capacity.sw421_too_many_parameters import RULE
from tests.validator.judging import found_in, only_finding

ENTRIES: dict[str, Any] = {
    "Parameters": {"Type": "String"},
    "Outputs": {"Value": "x"},
    "Mappings": {"key": {"name": "x"}},
}


def with_entries(section: str, count: int) -> dict[str, Any]:
    entries = {f"Entry{position}": ENTRIES[section] for position in range(count)}
    return {"Resources": {"Handle": {"Type": "AWS::CloudFormation::WaitConditionHandle"}}, section: entries}


@pytest.mark.parametrize("section", ENTRIES)
def test_as_many_as_a_template_has_are_sound_and_one_more_is_found(section: str) -> None:
    assert found_in(with_entries(section, 200)) == []
    finding = only_finding(RULE, with_entries(section, 201))
    assert (finding.resource, finding.found, finding.limit) == ("Handle", "201", f"200 {section.lower()}")


def test_each_section_is_counted_by_itself() -> None:
    assert found_in({**with_entries("Parameters", 150), **with_entries("Outputs", 150)}) == []
