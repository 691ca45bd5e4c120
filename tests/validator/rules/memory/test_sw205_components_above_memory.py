"""SW205."""

from typing import Any

import pytest

from sagewire.validator.rules.memory.sw205_components_above_memory import RULE
from sagewire.validator.samples import Resources, resource, sub, template
from sagewire.validator.samples.serving import component, component_host
from tests.validator.judging import changed, found_in, only_finding

# ml.g5.2xlarge has 32,768 MiB, and there are two.
HALF = {"MinMemoryRequiredInMb": 16_384, "NumberOfAcceleratorDevicesRequired": None}


def copies(count: int, id: str = "Component", **asked: Any) -> Resources:
    return component(id, requirements={**HALF, **asked}, copies=count)


def managed(most: Any) -> dict[str, Any]:
    return {"ManagedInstanceScaling": {"Status": "ENABLED", "MinInstanceCount": 1, "MaxInstanceCount": most}}


def test_copies_that_take_all_there_is_may_fit() -> None:
    assert found_in(template(component_host(), copies(4))) == []


def test_a_copy_more_is_found_at_the_number_of_instances() -> None:
    finding = only_finding(RULE, template(component_host(), copies(5)))
    assert (finding.resource, finding.property) == ("Config", "Properties/ProductionVariants/0/InitialInstanceCount")
    assert finding.found == "2"
    assert finding.message == (
        "5 copies ask for 81920 MB together; ml.g5.2xlarge has 32768 MB, the variant has 2 instances at most"
    )


def test_the_copies_of_several_components_are_counted_together() -> None:
    assert found_in(template(component_host(), copies(2), copies(2, "Other"))) == []
    assert found_in(template(component_host(), copies(2), copies(3, "Other"))) == [RULE.id]


def test_managed_scaling_makes_room() -> None:
    assert found_in(template(component_host(variant=managed(3)), copies(5))) == []
    finding = only_finding(RULE, template(component_host(variant=managed(3)), copies(7)))
    assert finding.property == "Properties/ProductionVariants/0/ManagedInstanceScaling/MaxInstanceCount"


def test_a_scaling_target_makes_room() -> None:
    target = resource(
        "Target",
        "AWS::ApplicationAutoScaling::ScalableTarget",
        {"ServiceNamespace": "sagemaker", "ScalableDimension": "sagemaker:variant:DesiredInstanceCount"},
        {"ResourceId": sub("endpoint/${Endpoint.EndpointName}/variant/AllTraffic"), "MinCapacity": 1, "MaxCapacity": 3},
    )
    assert RULE.id not in found_in(template(component_host(), copies(5), target))
    assert RULE.id in found_in(template(component_host(), copies(7), target))


def test_a_component_that_may_not_exist_is_not_counted() -> None:
    body = template(component_host(), copies(5), Parameters={"Stage": {"Type": "String"}})
    body["Resources"]["Component"]["Condition"] = "Large"
    body["Conditions"] = {"Large": {"Fn::Equals": [{"Ref": "Stage"}, "large"]}}
    assert found_in(body) == []


def test_a_copy_that_no_instance_has_room_for_is_left_to_another_rule() -> None:
    assert found_in(template(component_host(), copies(5, MinMemoryRequiredInMb=40_000))) == ["SW214"]


@pytest.mark.parametrize("place", [("RuntimeConfig", "CopyCount"), ("Specification",), ("VariantName",)])
def test_what_is_not_known_of_a_component_is_not_counted(place: tuple[str, ...]) -> None:
    body = changed(template(component_host(), copies(5)), ("Component", "Properties", *place), {"Ref": "Unset"})
    assert found_in({**body, "Parameters": {"Unset": {"Type": "String"}}}) == []


def test_instances_whose_number_is_not_known_have_room() -> None:
    body = template(component_host(variant=managed({"Ref": "Unset"})), copies(50))
    assert found_in({**body, "Parameters": {"Unset": {"Type": "Number"}}}) == []
