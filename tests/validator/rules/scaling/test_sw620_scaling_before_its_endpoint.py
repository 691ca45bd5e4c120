"""Scaling that does not wait for what it scales."""

from typing import Any

from sagewire.validator.rules.scaling.sw620_scaling_before_its_endpoint import RULE
from sagewire.validator.samples import ref, sub, template
from sagewire.validator.samples.scaling import scaled, tracking
from sagewire.validator.samples.serving import endpoint, real_time
from tests.validator.judging import found_in, only_finding

PLAIN = "endpoint/ranking/variant/AllTraffic"
NAMED = endpoint(EndpointName="ranking", RetainAllVariantProperties=True)


def plain(*, depends_on: Any = None, **changes: Any) -> dict[str, Any]:
    body = template(real_time(), scaled(ResourceId=PLAIN, **changes), NAMED)
    if depends_on is not None:
        body["Resources"]["Target"]["DependsOn"] = depends_on
    return body


def test_a_plain_name_is_no_reference() -> None:
    finding = only_finding(RULE, plain())
    assert (finding.resource, finding.property) == ("Target", "Properties/ResourceId")
    assert "names Endpoint in plain text" in finding.message


def test_a_dependency_can_be_stated() -> None:
    assert found_in(plain(depends_on="Endpoint")) == []
    assert found_in(plain(depends_on=["Model", "Endpoint"])) == []
    assert found_in(plain(depends_on="Config")) == [RULE.id]


def test_a_dependency_on_what_waits_itself_is_one() -> None:
    body = plain(depends_on="Topic")
    body["Resources"]["Topic"] = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": sub("${Endpoint}-x")}}
    assert found_in(body) == []


def test_any_reference_to_the_endpoint_makes_it_wait() -> None:
    assert found_in(plain(RoleARN=ref("Endpoint"))) == []


def test_a_name_that_a_parameter_gives_is_plain_as_well() -> None:
    body = plain(depends_on=[])
    body["Parameters"] = {"Name": {"Type": "String"}}
    body["Resources"]["Endpoint"]["Properties"]["EndpointName"] = ref("Name")
    body["Resources"]["Target"]["Properties"]["ResourceId"] = sub("endpoint/${Name}/variant/AllTraffic")
    assert RULE.id in found_in(body)


def test_a_policy_waits_for_its_target() -> None:
    named: dict[str, Any] = {
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
        "ServiceNamespace": "sagemaker",
    }
    where = sub("endpoint/${Endpoint.EndpointName}/variant/AllTraffic")
    policy = tracking(ScalingTargetId=None, ResourceId=where, **named)
    body = template(real_time(), scaled(policy=policy))
    finding = only_finding(RULE, body)
    assert (finding.resource, finding.property) == ("Tracking", "Properties/ResourceId")
    body["Resources"]["Tracking"]["DependsOn"] = "Target"
    assert found_in(body) == []


def test_an_endpoint_of_another_template_may_be_there_before() -> None:
    there = template(real_time(), NAMED)
    assert RULE.id not in found_in(template(scaled(ResourceId=PLAIN)), there)
