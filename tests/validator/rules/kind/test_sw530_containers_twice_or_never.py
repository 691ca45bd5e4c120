"""SW530."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw530_containers_twice_or_never import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import IMAGE, model
from tests.validator.judging import findings_of

ONE = {"Image": IMAGE}
OPEN = {"Fn::If": ["Chained", [ONE, ONE], {"Ref": "AWS::NoValue"}]}
CONDITIONS = {"Chained": {"Fn::Equals": [{"Ref": "Kind"}, "chain"]}}


def _of(**changes: Any) -> dict[str, Any]:
    return template(model(**changes), Parameters={"Kind": {"Type": "String"}}, Conditions=CONDITIONS)


def test_both_are_found() -> None:
    (finding,) = findings_of(RULE, _of(Containers=[ONE, ONE]))
    assert finding.property == "Properties/Containers"
    assert "both" in finding.message


@pytest.mark.parametrize("containers", [None, []])
def test_neither_is_found(containers: Any) -> None:
    (finding,) = findings_of(RULE, _of(PrimaryContainer=None, Containers=containers))
    assert finding.property == "Properties/PrimaryContainer"
    assert "neither" in finding.message


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"Containers": []},
        {"PrimaryContainer": None, "Containers": [ONE]},
        {"PrimaryContainer": None, "Containers": OPEN},
        {"Containers": OPEN},
        {"PrimaryContainer": {"Ref": "Kind"}, "Containers": None},
        {"PrimaryContainer": None, "Containers": [{"Fn::If": ["Chained", ONE, {"Ref": "AWS::NoValue"}]}]},
    ],
)
def test_one_of_the_two_or_an_open_choice_is_left_alone(changes: dict[str, Any]) -> None:
    assert not findings_of(RULE, _of(**changes))
