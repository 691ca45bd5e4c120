"""SW560."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw560_no_way_to_the_endpoint import RULE
from sagewire.validator.samples import Resources, att, ref, resource, sub
from tests.validator.judging import changed, findings_of, only_finding, placed

PARAMETERS = {"Unset": {"Type": "String"}}
SETTINGS = ("Function", "Properties", "VpcConfig")


def found(*more: Resources, body: dict[str, Any] | None = None, **sections: Any) -> bool:
    inside = dict(RULE.wrong()) if body is None else body
    resources = {**inside["Resources"], **{name: made for part in more for name, made in part.items()}}
    whole = {**inside, "Parameters": PARAMETERS, **sections, "Resources": resources}
    return bool(findings_of(RULE, whole))


def vpc_endpoint(service: Any, vpc: Any = None) -> Resources:
    properties = {"VpcId": vpc or ref("Vpc"), "ServiceName": service}
    return resource("Interface", "AWS::EC2::VPCEndpoint", properties, {})


def table(subnet: Any = None, of: Any = None) -> Resources:
    associated = {"SubnetId": subnet or ref("Subnet"), "RouteTableId": of or ref("Table")}
    return {
        **resource("Table", "AWS::EC2::RouteTable", {"VpcId": ref("Vpc")}, {}),
        **resource("Associated", "AWS::EC2::SubnetRouteTableAssociation", associated, {}),
        **resource("Gateway", "AWS::EC2::InternetGateway", {}, {}),
    }


def route(of: Any = None, **to: Any) -> Resources:
    properties = {"RouteTableId": of or ref("Table"), "DestinationCidrBlock": "0.0.0.0/0", **to}
    return resource("Route", "AWS::EC2::Route", properties, {})


NAT = route(NatGatewayId=ref("Nat"))
INTERNET = route(GatewayId=ref("Gateway"))


def test_a_vpc_that_leads_nowhere_is_named() -> None:
    finding = only_finding(RULE, RULE.wrong())
    assert finding.property == "Properties/VpcConfig/SubnetIds"
    assert finding.message.startswith("Function asks an endpoint from Vpc, which has neither")


@pytest.mark.parametrize(
    ("service", "reached"),
    [
        (sub("com.amazonaws.${AWS::Region}.sagemaker.runtime"), True),
        ("com.amazonaws.us-east-1.sagemaker.runtime-fips", True),
        (ref("Unset"), True),
        (sub("com.amazonaws.us-east-1.${Unset}"), True),
        (sub("com.amazonaws.${AWS::Region}.sagemaker.api"), False),
        ("com.amazonaws.us-east-1.s3", False),
    ],
)
def test_an_endpoint_for_sagemakers_runtime_is_a_way(service: Any, reached: bool) -> None:
    assert found(vpc_endpoint(service)) is not reached


def test_the_endpoint_of_another_vpc_is_none() -> None:
    runtime = "com.amazonaws.us-east-1.sagemaker.runtime"
    other = resource("Other", "AWS::EC2::VPC", {"CidrBlock": "10.1.0.0/16"}, {})
    assert found(vpc_endpoint(runtime, ref("Other")), other)
    assert not found(vpc_endpoint(runtime, ref("Unset")), other)


@pytest.mark.parametrize(
    ("parts", "reached"),
    [
        ((table(),), False),
        ((table(), NAT), True),
        ((table(), INTERNET), False),
        ((table(), route(TransitGatewayId="tgw-1")), True),
        ((table(), route(GatewayId=ref("Unset"))), True),
        ((table(), route(ref("Unset"), NatGatewayId=ref("Nat"))), True),
        ((table(ref("Unset")), INTERNET), True),
        ((table(of=ref("Unset")), INTERNET), True),
    ],
)
def test_a_route_is_a_way_unless_it_is_the_internet_gateways(parts: tuple[Resources, ...], reached: bool) -> None:
    assert found(*parts) is not reached


def test_the_route_of_another_subnet_is_none() -> None:
    subnet = resource("Public", "AWS::EC2::Subnet", {"VpcId": ref("Vpc"), "CidrBlock": "10.0.9.0/24"}, {})
    assert found(table(ref("Public")), NAT, subnet)


def test_one_subnet_with_a_way_is_enough() -> None:
    second = resource("Second", "AWS::EC2::Subnet", {"VpcId": ref("Vpc"), "CidrBlock": "10.0.9.0/24"}, {})
    body = changed(RULE.wrong(), (*SETTINGS, "SubnetIds"), [ref("Subnet"), ref("Second")])
    assert found(second, body=body)
    assert not found(second, table(ref("Second")), NAT, body=body)


@pytest.mark.parametrize(
    "subnets", [[ref("Unset")], [ref("Subnet"), ref("Unset")], ["subnet-0123"], ref("Unset"), [], None]
)
def test_a_subnet_that_is_not_of_the_templates_is_left_alone(subnets: Any) -> None:
    assert not found(body=changed(RULE.wrong(), (*SETTINGS, "SubnetIds"), subnets))


def test_a_vpc_that_is_not_of_the_templates_is_left_alone() -> None:
    assert not found(body=changed(RULE.wrong(), ("Subnet", "Properties", "VpcId"), ref("Unset")))


@pytest.mark.parametrize(
    "told",
    [
        resource("Nested", "AWS::CloudFormation::Stack", {"Parameters": {"Vpc": ref("Vpc")}}, {}),
        resource("Own", "Custom::Network", {"Subnet": ref("Subnet")}, {}),
        resource("Kept", "AWS::SSM::Parameter", {"Value": att("Vpc", "VpcId")}, {}),
    ],
)
def test_who_is_told_of_the_network_may_open_a_way(told: Resources) -> None:
    assert not found(told)


def test_an_output_tells_others() -> None:
    assert not found(Outputs={"Vpc": {"Value": ref("Vpc")}})
    assert found(Outputs={"Function": {"Value": ref("Function")}})


def test_what_cdk_makes_of_the_default_security_group_opens_none() -> None:
    assert found(resource("Restricted", "Custom::VpcRestrictDefaultSG", {"Group": att("Vpc", "DefaultGroup")}, {}))


def test_a_propagated_route_may_be_a_way() -> None:
    propagated = resource("Vpn", "AWS::EC2::VPNGatewayRoutePropagation", {"RouteTableIds": [ref("Table")]}, {})
    assert not found(table(), propagated)


def test_a_macro_may_add_a_way() -> None:
    assert not found(Transform="Network")


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME"])
def test_a_function_that_asks_by_another_way_is_left_alone(name: str) -> None:
    place = ("Function", "Properties", "Environment", "Variables", name)
    assert not found(body=placed(RULE.wrong(), place, "http://proxy"))


def test_a_dual_stack_is_left_alone() -> None:
    for dual_stack in (True, False):
        body = placed(RULE.wrong(), (*SETTINGS, "Ipv6AllowedForDualStack"), dual_stack)
        assert found(body=body) is not dual_stack


def test_a_function_that_asks_nothing_is_left_alone() -> None:
    body = changed(RULE.wrong(), ("Function", "Properties", "Environment"), None)
    assert not found(body=changed(body, ("FunctionRole", "Properties", "Policies"), None))
