"""SW533."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw533_component_on_no_variant import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host, config, endpoint, instance_variant
from tests.validator.judging import changed, findings_of


def test_a_name_that_no_variant_has_is_found() -> None:
    (finding,) = findings_of(RULE, template(component_host(), component(VariantName="allTraffic")))
    assert (finding.found, finding.limit) == ("allTraffic", "AllTraffic")
    assert finding.property == "Properties/VariantName"


def test_all_variants_are_named() -> None:
    variants = [instance_variant(VariantName=name, ModelName=None) for name in ("Blue", "Green")]
    body = template(config(*variants), endpoint(), component(VariantName="Red"))
    (finding,) = findings_of(RULE, body)
    assert finding.limit == "Blue, Green"


@pytest.mark.parametrize("name", ["AllTraffic", None, {"Ref": "Name"}])
def test_a_name_that_fits_or_is_not_known_is_left_alone(name: Any) -> None:
    body = template(component_host(), component(VariantName=name), Parameters={"Name": {"Type": "String"}})
    assert not findings_of(RULE, body)


@pytest.mark.parametrize("name", [{"Ref": "Name"}, None])
def test_variants_whose_names_are_not_known_are_left_alone(name: Any) -> None:
    host = component_host(variant={"VariantName": name})
    body = template(host, component(VariantName="Blue"), Parameters={"Name": {"Type": "String"}})
    assert not findings_of(RULE, body)


def test_an_endpoint_elsewhere_is_not_known() -> None:
    body = template(component_host(), component(EndpointName="elsewhere", VariantName="Blue"))
    assert not findings_of(RULE, body)


@pytest.mark.parametrize(("resource", "name"), [("Component", "EndpointName"), ("Endpoint", "EndpointConfigName")])
def test_a_choice_of_endpoints_that_is_open_is_left_alone(resource: str, name: str) -> None:
    body = template(component_host(), component(VariantName="Blue"))
    made = body["Resources"][resource]["Properties"][name]
    choice = {"Fn::If": ["Own", made, {"Ref": "Kind"}]}
    sections = {
        "Parameters": {"Kind": {"Type": "String"}},
        "Conditions": {"Own": {"Fn::Equals": [{"Ref": "Kind"}, "own"]}},
    }
    assert not findings_of(RULE, {**changed(body, (resource, "Properties", name), choice), **sections})
