"""SW217."""

from typing import Any

from sagewire.validator.rules.memory.sw217_components_above_vcpus import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host
from tests.validator.judging import found_in, only_finding


def asking(cpus: float, copies: int) -> dict[str, Any]:
    asked = {
        "NumberOfCpuCoresRequired": cpus,
        "MinMemoryRequiredInMb": 1024,
        "NumberOfAcceleratorDevicesRequired": None,
    }
    return template(component_host(), component(requirements=asked, copies=copies))


def test_copies_that_take_all_there_are_may_fit() -> None:
    assert found_in(asking(4, copies=4)) == []


def test_a_little_less_fits() -> None:
    assert found_in(asking(3.75, copies=4)) == []


def test_a_little_more_is_found() -> None:
    finding = only_finding(RULE, asking(4.25, copies=4))
    assert (finding.found, finding.limit) == ("2", "room for 17")
    assert finding.message == "4 copies ask for 17 CPUs; ml.g5.2xlarge has 8 vCPUs, the variant has 2 instances at most"
