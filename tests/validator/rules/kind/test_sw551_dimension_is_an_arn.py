"""SW551."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw551_dimension_is_an_arn import RULE
from sagewire.validator.samples import Resources, att, ref, sub, template
from sagewire.validator.samples.scaling import VARIANT_DIMENSIONS, alarm, customized, scaled, tracking
from sagewire.validator.samples.serving import component, component_host, real_time
from tests.validator.judging import findings_of, only_finding


def watching(endpoint: Any) -> Resources:
    """An alarm on the metric of an endpoint."""
    return alarm("Invocation5XXErrors", {**VARIANT_DIMENSIONS, "EndpointName": endpoint})


@pytest.mark.parametrize("endpoint", [ref("Endpoint"), sub("${Endpoint}"), att("Endpoint", "EndpointArn")])
def test_an_alarm_never_goes_off(endpoint: Any) -> None:
    finding = only_finding(RULE, template(real_time(), watching(endpoint)))
    assert (finding.resource, finding.property) == ("Alarm", "Properties/Dimensions/0/Value")
    assert finding.fix == "Take Fn::GetAtt Endpoint.EndpointName."


@pytest.mark.parametrize("endpoint", [att("Endpoint", "EndpointName"), "ranking", ref("Name")])
def test_names_and_what_is_not_known_are_left_alone(endpoint: Any) -> None:
    body = template(real_time(), watching(endpoint), Parameters={"Name": {"Type": "String"}})
    assert not findings_of(RULE, body)


def test_other_namespaces_have_dimensions_of_their_own() -> None:
    own = alarm("Served", {"EndpointName": ref("Endpoint")}, Namespace="Ranking")
    assert not findings_of(RULE, template(real_time(), own))


def test_scaling_goes_by_metrics_too() -> None:
    metric = customized("InvocationsPerInstance", {**VARIANT_DIMENSIONS, "EndpointName": ref("Endpoint")})
    body = template(real_time(), scaled(policy=tracking(customized=metric)))
    (finding,) = findings_of(RULE, body)
    assert finding.resource == "Tracking"


def test_inference_components_have_names_too() -> None:
    body = template(component_host(), component(), alarm("Invocations", {"InferenceComponentName": ref("Component")}))
    (finding,) = findings_of(RULE, body)
    assert finding.fix == "Take Fn::GetAtt Component.InferenceComponentName."
