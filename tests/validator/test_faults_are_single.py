"""The sound template is sound, and each of the forty-five faults is one change to it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from cfnlint.api import lint

from tests.validator.faults import FAULTS, Fault, sound

# Faults that consist of values in so many resources, which only together are wrong in one way.
_RESOURCES = {"single-instance": 2, "public-url": 3}

each_fault = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)


def _changed(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for logical_id in before.keys() | after.keys():
        if before.get(logical_id) != after.get(logical_id):
            yield logical_id


def test_cfn_lint_finds_nothing_in_the_sound_template() -> None:
    assert lint(json.dumps(sound(), indent=1)) == []


def test_two_sound_templates_share_nothing() -> None:
    first = sound()
    for resource in first["Resources"].values():
        resource.get("Properties", {}).clear()
    assert sound() != first


def test_no_two_places_of_the_sound_template_are_one_object() -> None:
    seen: set[int] = set()

    def walk(node: Any) -> None:
        if isinstance(node, dict | list):
            assert id(node) not in seen
            seen.add(id(node))
            for child in node.values() if isinstance(node, dict) else node:
                walk(child)

    walk(template := sound())
    assert template


def test_there_are_forty_five_of_which_no_validator_found_twenty_three() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) == 45
    assert sum(fault.unseen for fault in FAULTS) == 23


@each_fault
def test_a_fault_changes_one_resource(fault: Fault) -> None:
    changed = set(_changed(sound()["Resources"], fault.template()["Resources"]))
    if fault.name == "resources-501":
        assert len(fault.template()["Resources"]) == 501
    else:
        assert len(changed) == _RESOURCES.get(fault.name, 1)


@each_fault
def test_a_fault_changes_nothing_but_resources(fault: Fault) -> None:
    assert {**fault.template(), "Resources": {}} == {**sound(), "Resources": {}}


@each_fault
def test_a_fault_is_planted_into_the_template_that_is_given(fault: Fault) -> None:
    given, other = sound(), sound()
    fault.plant(given)
    assert given == fault.template()
    assert given != other


@each_fault
def test_a_template_with_a_fault_refers_to_nothing_that_is_missing(fault: Fault) -> None:
    template = fault.template()
    assert set(_references(template)) <= template["Resources"].keys()


def _references(node: Any) -> Iterator[str]:
    match node:
        case {"Ref": str(name)} if not name.startswith("AWS::"):
            yield name
        case {"Fn::GetAtt": [str(name), str()]}:
            yield name
        case dict():
            for child in node.values():
                yield from _references(child)
        case list():
            for child in node:
                yield from _references(child)
