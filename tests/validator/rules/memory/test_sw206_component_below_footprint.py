"""SW206."""

import pytest

from sagewire.validator.rules.memory.sw206_component_below_footprint import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host
from tests.validator.judging import found_in, only_finding


@pytest.mark.parametrize("takes", [8191, 8192])
def test_a_component_that_asks_for_what_its_model_takes_is_sound(takes: int) -> None:
    assert found_in(template(component_host(), component(stated={"memoryMiB": takes}))) == []


def test_a_component_that_asks_for_less_is_found() -> None:
    finding = only_finding(RULE, template(component_host(), component(stated={"memoryMiB": 8193})))
    assert finding.property == "Properties/Specification/ComputeResourceRequirements/MinMemoryRequiredInMb"
    assert (finding.found, finding.limit) == ("8192", "at least 8193 MiB")


def test_a_component_that_may_have_less_at_most_is_found_once() -> None:
    asked = {"MinMemoryRequiredInMb": 4096, "MaxMemoryRequiredInMb": 8192}
    finding = only_finding(RULE, template(component_host(), component(requirements=asked, stated={"memoryMiB": 9000})))
    assert finding.property.endswith("/MaxMemoryRequiredInMb")


def test_a_component_of_whose_model_nothing_is_stated_is_sound() -> None:
    assert found_in(template(component_host(), component(requirements={"MinMemoryRequiredInMb": 128}))) == []
