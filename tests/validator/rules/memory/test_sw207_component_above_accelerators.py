"""SW207."""

from typing import Any

import pytest

from sagewire.validator.rules.memory.sw207_component_above_accelerators import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host
from tests.validator.judging import found_in, only_finding


def asking(accelerators: float, **host: Any) -> dict[str, Any]:
    asked = {"NumberOfAcceleratorDevicesRequired": accelerators}
    return template(component_host(variant=host), component(requirements=asked))


@pytest.mark.parametrize(("type", "has"), [("ml.g5.2xlarge", 1), ("ml.g5.12xlarge", 4), ("ml.p4d.24xlarge", 8)])
def test_one_more_than_an_instance_has_is_found(type: str, has: int) -> None:
    assert found_in(asking(has, InstanceType=type)) == []
    finding = only_finding(RULE, asking(has + 1, InstanceType=type))
    assert (finding.found, finding.limit) == (str(has + 1), str(has))
    assert finding.message == f"accelerators asked for each copy: {has + 1}; {type} has {has}"


def test_an_instance_without_accelerator_has_none() -> None:
    assert found_in(asking(1, InstanceType="ml.m5.xlarge")) == [RULE.id]


def test_what_counts_as_one_of_neuron_is_not_known() -> None:
    assert found_in(asking(12, InstanceType="ml.inf2.24xlarge")) == []


def test_one_pool_that_has_enough_will_do() -> None:
    def pools(*types: str) -> list[dict[str, Any]]:
        return [{"InstanceType": type, "Priority": position} for position, type in enumerate(types, start=1)]

    few, many = pools("ml.g5.2xlarge", "ml.g4dn.xlarge"), pools("ml.g5.2xlarge", "ml.g5.12xlarge")
    assert found_in(asking(4, InstanceType=None, InstancePools=many)) == []
    assert found_in(asking(4, InstanceType=None, InstancePools=few)) == [RULE.id]


def test_a_type_that_is_not_known_may_have_any_number() -> None:
    assert found_in(asking(64, InstanceType={"Ref": "Type"})) == []
