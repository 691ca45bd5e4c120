"""A model with a fixed name."""

from typing import Any

import pytest

from sagewire.validator.rules.rollout.sw702_named_model import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import model, real_time
from tests.validator.judging import found_in, only_finding


def named(name: Any) -> dict[str, Any]:
    return {**template(real_time(), model(ModelName=name)), "Parameters": {"Version": {"Type": "String"}}}


def test_a_name_in_the_template_is_fixed() -> None:
    finding = only_finding(RULE, named("ranking"))
    assert (finding.resource, finding.found, finding.property) == ("Model", "ranking", "Properties/ModelName")


@pytest.mark.parametrize("name", [None, {"Fn::Sub": "ranking-${Version}"}])
def test_a_name_that_changes_with_the_model_is_not(name: Any) -> None:
    assert found_in(named(name)) == []
