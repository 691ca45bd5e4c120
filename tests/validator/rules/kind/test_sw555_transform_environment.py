"""SW555."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw555_transform_environment import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.batch import pipeline_of, transform_machine, transform_step
from tests.validator.judging import found_in, only_finding


def variables(count: int) -> dict[str, Any]:
    return {f"SETTING_{number}": "on" for number in range(count)}


@pytest.mark.parametrize(("count", "ids"), [(0, []), (15, []), (16, []), (17, ["SW555"])])
def test_a_job_sets_16_of_them(count: int, ids: list[str]) -> None:
    assert found_in(template(transform_machine(Environment=variables(count)))) == ids


def test_they_are_counted() -> None:
    finding = only_finding(RULE, template(transform_machine(Environment=variables(20))))
    assert finding.message == "the state Rank sets 20 environment variables; a transform job takes 16"
    assert finding.property == "Properties/Definition/States/Rank/Parameters/Environment"


def test_a_step_of_a_pipeline_is_looked_at_too() -> None:
    finding = only_finding(RULE, template(pipeline_of(transform_step(Environment=variables(20)))))
    assert finding.message == "the step Rank sets 20 environment variables; a transform job takes 16"
    assert found_in(template(pipeline_of(transform_step(Environment=variables(16))))) == []


def test_those_that_the_template_leaves_out_do_not_count() -> None:
    environment = {**variables(16), "LEFT_OUT": ref("AWS::NoValue")}
    assert found_in(template(transform_machine(Environment=environment))) == []


def test_those_that_the_input_tells_count() -> None:
    assert found_in(template(transform_machine(Environment={**variables(16), "DAY.$": "$.day"}))) == ["SW555"]


def test_an_environment_that_is_not_known_is_left_alone() -> None:
    body = template(transform_machine(Environment=ref("Unset")), Parameters={"Unset": {"Type": "String"}})
    assert found_in(body) == []
