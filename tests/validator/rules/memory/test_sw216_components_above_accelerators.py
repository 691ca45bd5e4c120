"""SW216."""

from sagewire.validator.rules.memory.sw216_components_above_accelerators import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host
from tests.validator.judging import found_in, only_finding

# Two ml.g5.2xlarge have an accelerator each.


def test_as_many_copies_as_accelerators_fit() -> None:
    assert found_in(template(component_host(), component(copies=2))) == []


def test_a_copy_more_is_found() -> None:
    finding = only_finding(RULE, template(component_host(), component(copies=3)))
    assert (finding.resource, finding.found, finding.limit) == ("Config", "2", "room for 3")
    assert (
        finding.message == "3 copies ask for 3 accelerators; ml.g5.2xlarge has 1, the variant has 2 instances at most"
    )


def test_what_counts_as_one_of_neuron_is_not_known() -> None:
    host = component_host(variant={"InstanceType": "ml.inf2.8xlarge"})
    assert RULE.id not in found_in(template(host, component(copies=4)))


def test_a_share_of_an_accelerator_is_a_share() -> None:
    quarter = {"NumberOfAcceleratorDevicesRequired": 0.25, "MinMemoryRequiredInMb": 1024}
    assert found_in(template(component_host(), component(requirements=quarter, copies=8))) == []
    assert found_in(template(component_host(), component(requirements=quarter, copies=9))) == [RULE.id]


def test_a_component_without_accelerator_takes_none() -> None:
    none = {"NumberOfAcceleratorDevicesRequired": None, "MinMemoryRequiredInMb": 1024}
    assert found_in(template(component_host(), component(copies=2), component("Other", requirements=none))) == []
