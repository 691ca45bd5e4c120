"""SW208."""

import pytest

from sagewire.validator.rules.memory.sw208_component_above_vcpus import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host
from tests.validator.judging import found_in, only_finding


@pytest.mark.parametrize("cpus", [0.25, 7.5, 8])
def test_an_instance_has_room(cpus: float) -> None:
    assert found_in(template(component_host(), component(requirements={"NumberOfCpuCoresRequired": cpus}))) == []


@pytest.mark.parametrize("cpus", [8.25, 9])
def test_more_than_an_instance_has_is_found(cpus: float) -> None:
    body = template(component_host(), component(requirements={"NumberOfCpuCoresRequired": cpus}))
    finding = only_finding(RULE, body)
    assert (finding.found, finding.limit) == (str(cpus), "8")
    assert "ml.g5.2xlarge has 8 vCPUs" in finding.message


def test_a_component_on_a_variant_of_another_name_is_judged_by_no_other() -> None:
    host = component_host(variant={"VariantName": "Other"})
    asking = component(requirements={"NumberOfCpuCoresRequired": 9})
    assert RULE.id not in found_in(template(host, asking))
