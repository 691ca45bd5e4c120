"""SW550."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw550_arn_in_place_of_a_name import RULE
from sagewire.validator.samples import att, ref, sub, template
from sagewire.validator.samples.serving import (
    component,
    component_host,
    config,
    endpoint,
    instance_variant,
    model,
    real_time,
)
from tests.validator.judging import findings_of, only_finding

NAME = {"Name": {"Type": "String"}}


def configured(name: Any) -> dict[str, Any]:
    """An endpoint whose configuration is named like this."""
    return template(real_time(), endpoint(EndpointConfigName=name), Parameters=NAME)


def test_a_ref_of_the_configuration_is_its_arn() -> None:
    finding = only_finding(RULE, configured(ref("Config")))
    assert (finding.resource, finding.property, finding.found) == (
        "Endpoint",
        "Properties/EndpointConfigName",
        "Config",
    )
    assert finding.fix == "Take Fn::GetAtt Config.EndpointConfigName."


@pytest.mark.parametrize("name", [sub("${Config}"), att("Config", "EndpointConfigArn"), sub("x-${Config}")])
def test_so_are_its_other_spellings(name: Any) -> None:
    assert len(findings_of(RULE, configured(name))) == 1


@pytest.mark.parametrize(
    "name",
    [
        att("Config", "EndpointConfigName"),
        sub("${Config.EndpointConfigName}"),
        {"Fn::Select": [1, {"Fn::Split": ["/", ref("Config")]}]},
        "ranking",
        ref("Name"),
        ref("ModelRole"),
    ],
    ids=["attribute", "text", "part of the ARN", "plain", "unknown", "another resource"],
)
def test_names_are_left_alone(name: Any) -> None:
    assert not findings_of(RULE, configured(name))


def test_variants_and_shadow_variants_name_models() -> None:
    shadow = instance_variant(ModelName=ref("Model"), VariantName="Shadow")
    body = template(
        real_time(), config(instance_variant(ModelName=ref("Model")), ShadowProductionVariants=[shadow]), endpoint()
    )
    assert [finding.property for finding in findings_of(RULE, body)] == [
        "Properties/ProductionVariants/0/ModelName",
        "Properties/ShadowProductionVariants/0/ModelName",
    ]


def test_inference_components_name_their_endpoint_and_their_model() -> None:
    body = template(component_host(), component())
    placed = body["Resources"]["Component"]["Properties"]
    placed["EndpointName"] = ref("Endpoint")
    placed["Specification"] = {**placed["Specification"], "ModelName": ref("Model")}
    body["Resources"] |= model()
    assert [finding.property for finding in findings_of(RULE, body)] == [
        "Properties/EndpointName",
        "Properties/Specification/ModelName",
    ]
