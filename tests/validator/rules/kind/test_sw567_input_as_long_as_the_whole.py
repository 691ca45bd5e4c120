"""SW567."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw567_input_as_long_as_the_whole import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host, model
from tests.validator.judging import findings_of

AWS = "763104351884.dkr.ecr.us-east-1.amazonaws.com"
TGI = f"{AWS}/huggingface-pytorch-tgi-inference"


def image(version: str) -> str:
    return f"{TGI}:2.4.0-tgi{version}-gpu-py311-cu124-ubuntu22.04"


def served(image: Any, **told: Any) -> dict[str, Any]:
    body = template(model(image=image, container={"Environment": told}))
    return {**body, "Parameters": {"Unset": {"Type": "String"}}}


@pytest.mark.parametrize(("most", "found"), [("4097", 1), ("4096", 1), (4096, 1), ("4095", 0), ("many", 0)])
def test_a_question_leaves_room_for_an_answer(most: Any, found: int) -> None:
    assert len(findings_of(RULE, served(image("3.0.1"), MAX_INPUT_TOKENS=most, MAX_TOTAL_TOKENS="4096"))) == found


def test_both_figures_are_told() -> None:
    (finding,) = findings_of(RULE, served(image("3.0.1"), MAX_INPUT_TOKENS="8192", MAX_TOTAL_TOKENS="4096"))
    assert (finding.found, finding.limit) == ("8192", "4096")
    assert finding.property == "Properties/PrimaryContainer/Environment/MAX_INPUT_TOKENS"
    assert finding.message == "MAX_INPUT_TOKENS is 8192, and MAX_TOTAL_TOKENS is 4096: the server does not start"


@pytest.mark.parametrize(
    ("version", "name", "found"),
    [
        ("3.0.1", "MAX_INPUT_TOKENS", 1),
        ("2.1.0", "MAX_INPUT_TOKENS", 1),
        ("2.0.2", "MAX_INPUT_TOKENS", 0),
        ("1.4.5", "MAX_INPUT_TOKENS", 0),
        ("3.0.1", "MAX_INPUT_LENGTH", 1),
        ("1.4.5", "MAX_INPUT_LENGTH", 1),
        ("0.9.3", "MAX_INPUT_LENGTH", 1),
        ("10.0.0", "MAX_INPUT_TOKENS", 1),
        ("", "MAX_INPUT_TOKENS", 0),
        ("3.0.1", "HF_MAX_INPUT_LENGTH", 0),
    ],
)
def test_it_had_another_name_before(version: str, name: str, found: int) -> None:
    body = served(image(version), **{name: "4096", "MAX_TOTAL_TOKENS": "4096"})
    assert len(findings_of(RULE, body)) == found


@pytest.mark.parametrize(
    "told",
    [
        {"MAX_INPUT_TOKENS": "4096"},
        {"MAX_TOTAL_TOKENS": "4096"},
        {"MAX_INPUT_TOKENS": {"Ref": "Unset"}, "MAX_TOTAL_TOKENS": "4096"},
        {"MAX_INPUT_TOKENS": "4096", "MAX_TOTAL_TOKENS": {"Ref": "Unset"}},
    ],
)
def test_what_is_not_told_may_be_right(told: dict[str, Any]) -> None:
    assert not findings_of(RULE, served(image("3.0.1"), **told))


@pytest.mark.parametrize(
    "image",
    [
        image("3.0.1").replace("763104351884", "111122223333"),
        f"{AWS}/djl-inference:0.33.0-lmi15.0.0-cu128",
        f"{TGI}:2.1.2-optimum0.0.28-neuronx-py310-ubuntu22.04",
        {"Ref": "Unset"},
    ],
)
def test_other_servers_are_left_alone(image: Any) -> None:
    assert not findings_of(RULE, served(image, MAX_INPUT_LENGTH="4096", MAX_TOTAL_TOKENS="4096"))


def test_the_container_of_a_component_is_looked_at_too() -> None:
    made = component()
    told = {"MAX_INPUT_LENGTH": "4096", "MAX_TOTAL_TOKENS": "4096"}
    specification = made["Component"]["Properties"]["Specification"]
    del specification["ModelName"]
    specification["Container"] = {"Image": image("3.0.1"), "Environment": told}
    assert [finding.resource for finding in findings_of(RULE, template(component_host(), made))] == ["Component"]
