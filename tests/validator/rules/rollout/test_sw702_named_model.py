"""A model with a fixed name."""

from typing import Any

import pytest

from sagewire.validator.rules.rollout.sw702_named_model import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import model, real_time
from tests.validator.judging import found_in, only_finding


def named(name: Any) -> dict[str, Any]:
    return {
        **template(real_time(), model(ModelName=name)),
        "Parameters": {"Version": {"Type": "String"}, "Old": {"Type": "Number", "Default": 1}},
    }


def test_a_name_in_the_template_is_fixed() -> None:
    finding = only_finding(RULE, named("ranking"))
    assert (finding.resource, finding.found, finding.property) == ("Model", "ranking", "Properties/ModelName")


@pytest.mark.parametrize("name", [None, {"Fn::Sub": "ranking-${Version}"}])
def test_a_name_that_changes_with_the_model_is_not(name: Any) -> None:
    assert found_in(named(name)) == []


def test_of_a_name_that_a_parameter_may_change_it_is_told_only() -> None:
    finding = only_finding(RULE, named({"Fn::Sub": "ranking-${Old}"}))
    assert (finding.severity, finding.found) == ("info", "ranking-1")
    assert finding.message.startswith("the model is called ranking-1 until Old changes: any other change of it")
