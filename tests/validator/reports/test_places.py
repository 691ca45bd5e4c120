"""The line on which a resource begins is found as people see it, however the template is written."""

import json
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
