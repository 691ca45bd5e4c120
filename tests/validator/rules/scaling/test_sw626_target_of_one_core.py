"""A target of one processor for an instance of several."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw626_target_of_one_core import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import customized, scaled, tracking
from sagewire.validator.samples.serving import real_time
from tests.validator.judging import found_in, only_finding


def tracked(name: str, value: Any, type: str = "ml.m5.xlarge") -> dict[str, Any]:
    metric = customized(name, namespace="/aws/sagemaker/Endpoints")
    made = real_time(variant={"InstanceType": type})
    return template(made, scaled(policy=tracking(customized=metric, value=value)))


def test_seventy_of_four_processors_is_little() -> None:
    finding = only_finding(RULE, tracked("CPUUtilization", 70))
    assert (finding.found, finding.limit) == ("70", "400")
    assert "17.5 %" in finding.message


@pytest.mark.parametrize(("value", "found"), [(99, [RULE.id]), (100, []), (280, [])])
def test_a_hundred_and_more_are_of_several(value: int, found: list[str]) -> None:
    assert found_in(tracked("CPUUtilization", value)) == found


def test_one_gpu_is_one() -> None:
    assert RULE.id not in found_in(tracked("GPUUtilization", 70, "ml.g5.2xlarge"))
    assert RULE.id in found_in(tracked("GPUUtilization", 70, "ml.g5.12xlarge"))


def test_memory_is_one_whole() -> None:
    assert found_in(tracked("MemoryUtilization", 70)) == []


def test_of_a_type_that_is_not_known_nothing_is_said() -> None:
    assert RULE.id not in found_in(tracked("CPUUtilization", 70, "ml.new.large"))


def test_of_a_metric_that_is_not_known_nothing_is_said() -> None:
    assert found_in(tracked("NoSuchMetric", 70)) == []
