"""SW214."""

from sagewire.validator.rules.memory.sw214_component_above_memory import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host
from tests.validator.judging import changed, found_in, only_finding


def asking(memory: int) -> dict[str, object]:
    return template(component_host(), component(requirements={"MinMemoryRequiredInMb": memory}))


def test_a_copy_within_the_memory_of_the_whole_instance_may_fit() -> None:
    assert found_in(asking(32_768)) == []


def test_a_copy_above_it_is_found_even_if_there_are_none_yet() -> None:
    finding = only_finding(RULE, asking(32_769))
    assert finding.property == "Properties/Specification/ComputeResourceRequirements/MinMemoryRequiredInMb"
    assert (finding.found, finding.limit) == ("32769", "less than 32768 MiB")
    assert RULE.id in found_in(changed(asking(32_769), ("Component", "Properties", "RuntimeConfig", "CopyCount"), 0))


def test_a_component_on_an_endpoint_elsewhere_is_sound() -> None:
    body = changed(asking(99_999), ("Component", "Properties", "EndpointName"), "elsewhere")
    assert found_in(body) == []
