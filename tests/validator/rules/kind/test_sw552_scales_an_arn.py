"""SW552."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw552_scales_an_arn import RULE
from sagewire.validator.samples import ref, sub, template
from sagewire.validator.samples.scaling import COMPONENT_TARGET, scaled, target, tracking
from sagewire.validator.samples.serving import component, component_host, real_time
from tests.validator.judging import findings_of, only_finding


@pytest.mark.parametrize(
    "scales",
    [
        sub("endpoint/${Endpoint}/variant/AllTraffic"),
        {"Fn::Join": ["/", ["endpoint", ref("Endpoint"), "variant/AllTraffic"]]},
    ],
)
def test_a_target_is_no_arn(scales: Any) -> None:
    finding = only_finding(RULE, template(real_time(), scaled(ResourceId=scales)))
    assert (finding.resource, finding.property) == ("Target", "Properties/ResourceId")
    assert finding.fix == "Take Fn::GetAtt Endpoint.EndpointName."


@pytest.mark.parametrize(
    "scales",
    [
        sub("endpoint/${Endpoint.EndpointName}/variant/AllTraffic"),
        "endpoint/ranking/variant/AllTraffic",
        sub("endpoint/${Name}/variant/AllTraffic"),
        ref("Name"),
    ],
)
def test_names_and_what_is_not_known_are_left_alone(scales: Any) -> None:
    body = template(real_time(), scaled(ResourceId=scales), Parameters={"Name": {"Type": "String"}})
    assert not findings_of(RULE, body)


def test_inference_components_have_names_too() -> None:
    scales = target(**{**COMPONENT_TARGET, "ResourceId": sub("inference-component/${Component}")})
    (finding,) = findings_of(RULE, template(component_host(), component(), scales))
    assert finding.fix == "Take Fn::GetAtt Component.InferenceComponentName."


def test_a_policy_may_say_itself_what_it_scales() -> None:
    said: dict[str, Any] = {
        "ScalingTargetId": None,
        "ServiceNamespace": "sagemaker",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
    }
    right = tracking(**said, ResourceId=sub("endpoint/${Endpoint.EndpointName}/variant/AllTraffic"))
    wrong = tracking(**said, ResourceId=sub("endpoint/${Endpoint}/variant/AllTraffic"))
    assert not findings_of(RULE, template(real_time(), scaled(policy=right)))
    (finding,) = findings_of(RULE, template(real_time(), scaled(policy=wrong)))
    assert finding.resource == "Tracking"
