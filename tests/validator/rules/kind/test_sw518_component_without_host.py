"""SW518."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw518_component_without_host import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import (
    asynchronous,
    component,
    component_host,
    config,
    endpoint,
    instance_variant,
    model,
    real_time,
    serverless,
)
from tests.validator.judging import findings_of


@pytest.mark.parametrize("kind", [real_time, asynchronous, serverless])
def test_no_other_kind_takes_components(kind: Any) -> None:
    (finding,) = findings_of(RULE, template(kind(), component()))
    assert (finding.resource, finding.property) == ("Component", "Properties/EndpointName")


def test_a_component_that_names_no_variant_is_found_as_well() -> None:
    assert findings_of(RULE, template(real_time(), component(VariantName=None)))


def test_a_host_takes_components() -> None:
    assert not findings_of(RULE, template(component_host(), component()))


def test_the_variant_that_the_component_names_decides() -> None:
    host = instance_variant(VariantName="Host", ModelName=None)
    two = template(model(), config(instance_variant(), host), endpoint(), component(VariantName="Host"))
    assert not findings_of(RULE, two)


@pytest.mark.parametrize("name", ["elsewhere", {"Fn::ImportValue": "endpoint"}])
def test_an_endpoint_elsewhere_is_not_known(name: Any) -> None:
    assert not findings_of(RULE, template(real_time(), component(EndpointName=name)))


def test_a_model_that_may_be_left_out_is_not_known() -> None:
    variant = {"ModelName": {"Fn::If": ["Own", "ranking", {"Ref": "AWS::NoValue"}]}}
    conditions = {"Own": {"Fn::Equals": [{"Ref": "Kind"}, "own"]}}
    body = template(
        component_host(variant=variant),
        component(),
        Parameters={"Kind": {"Type": "String"}},
        Conditions=conditions,
    )
    assert not findings_of(RULE, body)


def test_a_variant_that_there_is_not_is_for_another_rule() -> None:
    assert not findings_of(RULE, template(real_time(), component(VariantName="Blue")))
