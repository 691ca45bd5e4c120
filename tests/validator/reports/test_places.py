"""The line on which a resource begins is found as people see it, however the template is written."""

import json
import time
from typing import Any

import pytest
import yaml

from sagewire.validator.reports.places import line_of

BODY: dict[str, Any] = {
    "Parameters": {"Before": {"Type": "String"}},
    "Resources": {
        "Topic": {"Type": "AWS::SNS::Subscription", "Properties": {"Endpoint": "a", "Config": {"Function": 1}}},
        "Endpoint": {"Type": "AWS::SageMaker::Endpoint", "Properties": {"Name": "Resources"}},
        "Function": {"Type": "AWS::Lambda::Function", "Properties": {"Resources": {"Config": 1}}},
    },
    "Outputs": {"Config": {"Value": 1}, "Topic": {"Value": 1}, "After": {"Value": 1}},
}
WRITTEN = {
    "json": json.dumps(BODY, indent=2),
    "json, one column": json.dumps(BODY, indent=1),
    "json, tabs": json.dumps(BODY, indent="\t"),
    "yaml": yaml.safe_dump(BODY, sort_keys=False),
    "yaml, other order": yaml.safe_dump(BODY),
    "json, windows": json.dumps(BODY, indent=2).replace("\n", "\r\n"),
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.parametrize("logical_id", ["Topic", "Endpoint", "Function"])
def test_a_resource_is_found_though_properties_and_outputs_have_its_name(text: str, logical_id: str) -> None:
    line = line_of(text, logical_id)
    assert line is not None
    lines = text.splitlines()
    assert lines[line - 1].strip(" \t\":{'") == logical_id
    assert BODY["Resources"][logical_id]["Type"] in "".join(lines[line : line + 8])


@pytest.mark.parametrize("text", [WRITTEN["json"], WRITTEN["yaml"]])
def test_what_is_no_resource_is_not_found_below_resources(text: str) -> None:
    assert line_of(text, "Absent") is None


def test_a_template_on_one_line_is_on_that_line() -> None:
    assert line_of("\n" + json.dumps(BODY), "Function") == 2
    assert line_of(json.dumps(BODY), "Absent") is None


def test_names_may_be_quoted() -> None:
    assert line_of("'Resources':\n  'Some': {}\n  \"Other\": {}", "Other") == 3


@pytest.mark.parametrize("text", ["", "Resources: {}", "a text", "Resources: [", "\0"])
def test_a_text_without_it_has_no_line(text: str) -> None:
    assert line_of(text, "Some") is None


@pytest.mark.parametrize(
    ("name", "line"),
    [("a", 1), ("d", 2), ("h-i", 3), ("f g", 4), ("x", 4), ("b", None), ("f", None), ("c: ", None), (", ", None)],
)
def test_a_quoted_name_is_found_where_it_stands_first(name: str, line: int | None) -> None:
    text = '{"a": "b", "c": ":",\n"e": {"d" : 1},\n {"d": 2, "h-i"\n: 3, "f g": 3, \'x\': {}, "a": 1}}'
    assert line_of(text, name) == line


@pytest.mark.parametrize("indent", [None, 1])
def test_the_lines_of_ten_thousand_resources_are_found_in_time(indent: int | None) -> None:
    """In CPU time: each text is looked through once, not for each of them, whether they are found or not."""
    names = [f"R{position}" for position in range(10_000)]
    body = {"Resources": {name: {"Type": "AWS::SQS::Queue", "Properties": {"A": [1, 2]}} for name in names}}
    text = json.dumps(body, indent=indent)
    began = time.process_time()
    assert line_of(text, "R9999") == (1 if indent is None else 2 + 9 * 9999 + 1)
    assert all(line_of(text, name) for name in names)
    assert not any(line_of(text, f"Absent{name}") for name in names)
    assert time.process_time() - began < 5
