"""SW316."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw316_variables_of_a_container import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import IMAGE, model
from tests.validator.judging import found_in, only_finding

MOST = 100


def variables(count: int) -> dict[str, Any]:
    return {f"V{number}": "on" for number in range(count)}


@pytest.mark.parametrize("count", [0, MOST - 1, MOST])
def test_as_many_as_a_container_may_have_are_sound(count: int) -> None:
    assert found_in(template(model(container={"Environment": variables(count)}))) == []


def test_one_more_is_found() -> None:
    finding = only_finding(RULE, template(model(container={"Environment": variables(MOST + 1)})))
    assert finding.message == "a container of Model has 101 variables; it may have 100"


def test_each_container_counts_by_itself() -> None:
    containers = [{"Image": IMAGE, "Environment": variables(count)} for count in (MOST, MOST + 1)]
    finding = only_finding(RULE, template(model(PrimaryContainer=None, Containers=containers)))
    assert finding.property == "Properties/Containers/1/Environment"


def test_a_variable_that_may_be_left_out_does_not_count() -> None:
    perhaps = {"Fn::If": ["Open", "on", {"Ref": "AWS::NoValue"}]}
    open_condition = {"Open": {"Fn::Equals": [{"Ref": "Unset"}, "a"]}}
    environment = {**variables(MOST), "MORE": perhaps}
    body = template(
        model(container={"Environment": environment}),
        Conditions=open_condition,
        Parameters={"Unset": {"Type": "String"}},
    )
    assert found_in(body) == []
