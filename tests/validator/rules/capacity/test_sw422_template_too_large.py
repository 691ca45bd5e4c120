"""SW422."""

import json
from typing import Any

import pytest

from sagewire.validator.judge import judge, templates_of
from sagewire.validator.rules.capacity.sw422_template_too_large import RULE
from sagewire.validator.template import Template
from tests.validator.judging import found_in, only_finding


def sized(size: int, character: str = ".") -> dict[str, Any]:
    """A template of so many bytes in all, without white space."""
    handle: dict[str, Any] = {"Type": "AWS::CloudFormation::WaitConditionHandle", "Metadata": {"Note": ""}}
    body = {"Resources": {"Small": {"Type": handle["Type"]}, "Large": handle}}
    left = size - len(json.dumps(body, separators=(",", ":")))
    handle["Metadata"]["Note"] = character * (left // len(character.encode()))
    return body


@pytest.mark.parametrize("size", [999_999, 1_000_000])
def test_what_cloudformation_takes_is_sound(size: int) -> None:
    assert found_in(sized(size)) == []


def test_a_byte_more_is_found_at_the_largest_resource() -> None:
    finding = only_finding(RULE, sized(1_000_001))
    assert (finding.resource, finding.found, finding.limit) == ("Large", "1,000,001", "1,000,000 B")


def test_bytes_are_counted_not_characters() -> None:
    assert found_in(sized(1_000_000, "あ")) == []
    assert found_in(sized(1_000_004, "あ")) == [RULE.id]


def test_a_template_in_yaml_may_be_smaller_than_its_json() -> None:
    assert judge(templates_of({"stack.yaml": sized(1_000_001)}), rules=[RULE]).findings == []


def test_a_template_that_is_nested_too_deeply_breaks_nothing_down() -> None:
    deep: Any = "x"
    for _ in range(100_000):
        deep = [deep]
    body = {"Resources": {"Handle": {"Type": "AWS::CloudFormation::WaitConditionHandle", "Metadata": deep}}}
    report = judge(templates_of({"deep.json": body}), rules=[RULE])
    assert not report.failures
    assert not report.findings


@pytest.mark.parametrize(("size", "found"), [(1_000_000, []), (1_000_001, [RULE.id])])
def test_what_reading_adds_for_tools_does_not_count(size: int, found: list[str]) -> None:
    body = sized(size)
    added = {**body, "Resources": {**body["Resources"], "Added": {"Type": "T"}}}
    for indent in (None, 2):
        read = Template("t.json", added, text=json.dumps(body, separators=(",", ":"), indent=indent))
        assert [finding.rule for finding in judge([read], rules=[RULE]).findings] == found
