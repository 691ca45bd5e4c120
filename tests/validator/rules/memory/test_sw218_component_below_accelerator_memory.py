"""SW218."""

from typing import Any

from sagewire.validator.rules.memory.sw218_component_below_accelerator_memory import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host
from tests.validator.judging import found_in, only_finding


def asking(accelerators: float | None, takes: float, type: str = "ml.g5.12xlarge") -> dict[str, Any]:
    asked = {"NumberOfAcceleratorDevicesRequired": accelerators}
    host = component_host(variant={"InstanceType": type})
    return template(host, component(requirements=asked, stated={"acceleratorMemoryMiB": takes}))


def test_the_accelerators_that_are_asked_for_have_room() -> None:
    assert found_in(asking(2, 2 * 22_888)) == []


def test_a_model_above_them_is_found() -> None:
    finding = only_finding(RULE, asking(2, 2 * 22_888 + 1))
    assert finding.property.endswith("/NumberOfAcceleratorDevicesRequired")
    assert (finding.found, finding.limit) == ("2", "at least 45777 MiB")
    assert finding.message == (
        "accelerators asked for: 2 of ml.g5.12xlarge, with 45776 MiB; the model takes 45777 MiB, as stated"
    )


def test_more_accelerators_than_there_are_is_left_to_another_rule() -> None:
    assert found_in(asking(5, 10**6)) == ["SW207"]


def test_what_counts_as_one_of_neuron_is_not_known() -> None:
    assert RULE.id not in found_in(asking(1, 10**6, "ml.inf2.24xlarge"))


def test_a_component_that_asks_for_none_is_sound() -> None:
    assert found_in(asking(None, 10**6)) == []
