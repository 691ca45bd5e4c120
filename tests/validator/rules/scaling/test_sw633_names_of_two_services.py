"""What is scaled, named by two services."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw633_names_of_two_services import RULE
from sagewire.validator.samples import sub, template
from sagewire.validator.samples.scaling import COMPONENT_TARGET, scaled, target, tracking
from sagewire.validator.samples.serving import component, component_host, real_time
from tests.validator.judging import findings_of, found_in, only_finding

OURS: dict[str, Any] = {
    "ServiceNamespace": "sagemaker",
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
    "ResourceId": sub("endpoint/${Endpoint.EndpointName}/variant/AllTraffic"),
}
THEIRS: dict[str, Any] = {
    "ServiceNamespace": "lambda",
    "ScalableDimension": "lambda:function:ProvisionedConcurrency",
    "ResourceId": "function:ranking:live",
}


def test_the_namespace_is_another_ones() -> None:
    finding = only_finding(RULE, template(real_time(), scaled(policy={}, ServiceNamespace="lambda")))
    assert (finding.resource, finding.property, finding.found) == ("Target", "Properties/ServiceNamespace", "lambda")
    assert finding.message == (
        "ServiceNamespace is lambda, but ScalableDimension is sagemaker:variant:DesiredInstanceCount:"
        " these are of two services, and there is no such thing to scale"
    )


def test_the_letters_of_the_namespace_are_small() -> None:
    assert len(findings_of(RULE, template(real_time(), scaled(ServiceNamespace="SageMaker")))) == 1


@pytest.mark.parametrize("name", THEIRS)
def test_one_of_them_is_another_ones(name: str) -> None:
    (finding,) = findings_of(RULE, template(real_time(), scaled(**{name: THEIRS[name]})))
    assert (finding.property, finding.found) == (f"Properties/{name}", THEIRS[name])


@pytest.mark.parametrize("name", OURS)
def test_one_of_them_is_sagemakers(name: str) -> None:
    (finding,) = findings_of(RULE, template(real_time(), scaled(**{**THEIRS, name: OURS[name]})))
    assert finding.property == f"Properties/{name}"


@pytest.mark.parametrize(
    "named",
    [
        "cluster:ranking",
        "service/shop/ranking",
        "table/ranking",
        "keyspace/shop/table/ranking",
        "fleet/ranking",
        "cache-cluster/ranking",
        "replication-group/ranking",
        "spot-fleet-request/sfr-1",
        "instancegroup/j-1/ig-1",
        "workspacespool/wspool-1",
        sub("arn:${AWS::Partition}:comprehend:${AWS::Region}:${AWS::AccountId}:entity-recognizer-endpoint/ranking"),
        "arn:aws:kafka:eu-west-1:123456789012:cluster/ranking/1",
    ],
)
def test_what_is_scaled_is_another_services(named: Any) -> None:
    (finding,) = findings_of(RULE, template(real_time(), scaled(ResourceId=named)))
    assert finding.property == "Properties/ResourceId"


def test_of_two_that_differ_the_one_that_is_not_sagemakers_is_named() -> None:
    unknown = scaled(ServiceNamespace="lambda", ScalableDimension={"Ref": "Any"})
    (finding,) = findings_of(RULE, template(real_time(), unknown, Parameters={"Any": {"Type": "String"}}))
    assert finding.property == "Properties/ServiceNamespace"
    assert "but ResourceId is endpoint/" in finding.message


@pytest.mark.parametrize("name", OURS)
def test_what_is_not_known_may_be_sagemakers(name: str) -> None:
    unknown: dict[str, Any] = {name: {"Ref": "Any"}}
    body = template(real_time(), scaled(**unknown), Parameters={"Any": {"Type": "String"}})
    assert findings_of(RULE, body) == []


@pytest.mark.parametrize("named", ["ranking", "endpoint/ranking", "arn:aws:sagemaker:eu-west-1:1:endpoint/ranking"])
def test_a_name_of_no_form_that_is_known_says_nothing(named: str) -> None:
    assert findings_of(RULE, template(real_time(), scaled(ResourceId=named, ServiceNamespace=None))) == []


def test_an_inference_component_is_sagemakers() -> None:
    copies = target(**COMPONENT_TARGET, ServiceNamespace="ecs")
    (finding,) = findings_of(RULE, template(component_host(), component(), copies))
    assert finding.found == "ecs"


def test_what_is_another_services_altogether_is_not_looked_at() -> None:
    assert findings_of(RULE, template(real_time(), target(**THEIRS))) == []


def test_a_policy_that_names_what_it_scales_is_looked_at() -> None:
    named = tracking(ScalingTargetId=None, **{**OURS, "ServiceNamespace": "lambda"})
    (finding,) = findings_of(RULE, template(real_time(), scaled(policy=named)))
    assert (finding.resource, finding.found) == ("Tracking", "lambda")


def test_a_policy_of_a_target_is_not() -> None:
    assert findings_of(RULE, template(real_time(), scaled(policy=tracking(**{**OURS, **THEIRS})))) == []


def test_both_are_found() -> None:
    other = target("Other", **{**OURS, "ScalableDimension": THEIRS["ScalableDimension"]})
    found = findings_of(RULE, template(real_time(), scaled(ServiceNamespace="lambda"), other))
    assert sorted(finding.resource for finding in found) == ["Other", "Target"]


def test_sagemakers_own_are_sound() -> None:
    assert found_in(template(real_time(), scaled())) == []
