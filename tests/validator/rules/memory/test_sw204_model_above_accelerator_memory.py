"""SW204."""

import pytest

from sagewire.validator.rules.memory.sw204_model_above_accelerator_memory import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time
from tests.validator.judging import found_in, only_finding


def of(type: str, takes: float) -> dict[str, object]:
    return template(real_time(variant={"InstanceType": type}, stated={"acceleratorMemoryMiB": takes}))


@pytest.mark.parametrize(
    ("type", "has"), [("ml.g5.xlarge", 22_888), ("ml.g5.12xlarge", 4 * 22_888), ("ml.inf2.xlarge", 32_768)]
)
def test_all_accelerators_together_have_room_for_the_model(type: str, has: int) -> None:
    assert found_in(of(type, has)) == []
    finding = only_finding(RULE, of(type, has + 1))
    assert (finding.found, finding.limit) == (type, f"at least {has + 1:g} MiB")
    assert f"{type} has {has} MiB of accelerator memory" in finding.message


def test_an_instance_without_accelerator_is_left_to_another_rule() -> None:
    assert found_in(of("ml.m5.xlarge", 8000)) == ["SW215"]


def test_a_model_of_which_nothing_is_stated_is_sound() -> None:
    assert found_in(template(real_time(variant={"InstanceType": "ml.g5.xlarge"}))) == []
