"""A metric that is looked for by the name of another resource."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw628_dimension_of_another_resource import RULE
from sagewire.validator.samples import att, ref, template
from sagewire.validator.samples.scaling import VARIANT_DIMENSIONS, alarm, customized, scaled, tracking
from sagewire.validator.samples.serving import component, component_host, endpoint, real_time
from tests.validator.judging import findings_of, found_in, only_finding

CONFIG = att("Config", "EndpointConfigName")


def watched(value: Any, name: str = "EndpointName") -> dict[str, Any]:
    dimensions = {**VARIANT_DIMENSIONS, name: value} if name == "EndpointName" else {name: value}
    return alarm("Invocation5XXErrors", dimensions)


def test_a_configuration_has_no_metrics() -> None:
    finding = only_finding(RULE, template(real_time(), watched(CONFIG)))
    assert (finding.found, finding.property) == ("Config", "Properties/Dimensions/0/Value")
    assert finding.message == (
        "looks for Invocation5XXErrors whose EndpointName is the name of an endpoint configuration, Config:"
        " there are no data"
    )
    assert finding.fix == "Take the name of an endpoint: Fn::GetAtt with EndpointName."


def test_a_model_has_none_either() -> None:
    assert (
        "the name of a model, Model"
        in only_finding(RULE, template(real_time(), watched(att("Model", "ModelName")))).message
    )


def test_an_endpoint_is_no_component() -> None:
    body = template(component_host(), component(), watched(att("Endpoint", "EndpointName"), "InferenceComponentName"))
    finding = only_finding(RULE, body)
    assert finding.fix == "Take the name of an inference component: Fn::GetAtt with InferenceComponentName."


def test_a_component_is_one() -> None:
    name = att("Component", "InferenceComponentName")
    assert found_in(template(component_host(), component(), watched(name, "InferenceComponentName"))) == []


def test_of_an_arn_another_rule_tells() -> None:
    assert findings_of(RULE, template(real_time(), watched(ref("Config")))) == []


@pytest.mark.parametrize("name", ["ranking", {"Fn::Sub": "${AWS::StackName}-ranking"}])
def test_an_endpoint_that_is_called_like_its_configuration_is_found(name: Any) -> None:
    made = template(real_time(EndpointConfigName=name), endpoint(EndpointName=name), watched(CONFIG))
    assert findings_of(RULE, made) == []


@pytest.mark.parametrize("name", [None, "other", {"Fn::ImportValue": "name"}])
def test_one_that_is_called_otherwise_is_not(name: Any) -> None:
    made = template(real_time(EndpointConfigName="ranking"), endpoint(EndpointName=name), watched(CONFIG))
    assert len(findings_of(RULE, made)) == 1


@pytest.mark.parametrize("value", [{"Ref": "Name"}, {"Fn::If": ["Test", CONFIG, "ranking"]}, {"Fn::ImportValue": "n"}])
def test_what_is_not_known_may_be_the_endpoint_s(value: Any) -> None:
    body = {
        **template(real_time(), watched(value)),
        "Parameters": {"Name": {"Type": "String"}},
        "Conditions": {"Test": {"Fn::Equals": [{"Ref": "Name"}, "test"]}},
    }
    assert found_in(body) == []


def test_a_name_that_another_resource_tells_may_be_the_endpoint_s() -> None:
    made = {"Made": {"Type": "Custom::Endpoint", "Properties": {"ServiceToken": "arn:aws:sns:us-east-1:1:made"}}}
    assert findings_of(RULE, template(real_time(), made, watched(att("Made", "EndpointName")))) == []


def test_a_policy_goes_by_a_metric_too() -> None:
    metric = customized("Invocations", {**VARIANT_DIMENSIONS, "EndpointName": CONFIG}, Statistic="Sum")
    finding = only_finding(RULE, template(real_time(), scaled(policy=tracking(customized=metric))))
    assert finding.resource == "Tracking"
