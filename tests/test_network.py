"""A model in a VPC: its security group, its subnets, and the rights to make network interfaces there."""

import json
from typing import Any

import pytest
from aws_cdk import App, Fn, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker

from sagewire import ContainerImage, Model, Network
from tests.templates import only, resources, statements

IMAGE = ContainerImage.for_framework("sklearn", "1.2-1")


def vpc_of(stack: Stack, subnets: list[str] | None = None) -> ec2.IVpc:
    subnets = subnets or ["subnet-1", "subnet-2"]
    return ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-1",
        availability_zones=[f"eu-west-1{zone}" for zone in "abcdefghijklmnopqrstuvwxyz"[: len(subnets)]],
        private_subnet_ids=subnets,
        isolated_subnet_ids=[f"isolated-{n}" for n, _ in enumerate(subnets)],
    )


def groups_of(stack: Stack, count: int) -> list[ec2.ISecurityGroup]:
    return [ec2.SecurityGroup.from_security_group_id(stack, f"Group{n}", f"sg-{n}") for n in range(count)]


def on_network(stack: Stack, actions: str) -> list[dict[str, Any]]:
    return [statement for statement in statements(stack) if actions in json.dumps(statement["Action"])]


def test_a_network_without_security_groups_gets_one(stack: Stack) -> None:
    Model(stack, "Model", image=IMAGE, network=Network(vpc=vpc_of(stack)))
    ((name, group),) = resources(stack, "AWS::EC2::SecurityGroup").items()
    assert "SecurityGroupIngress" not in group["Properties"]
    (egress,) = group["Properties"]["SecurityGroupEgress"]
    assert (egress["CidrIp"], egress["IpProtocol"]) == ("0.0.0.0/0", "-1")
    assert only(stack, "AWS::SageMaker::Model")["VpcConfig"] == {
        "SecurityGroupIds": [{"Fn::GetAtt": [name, "GroupId"]}],
        "Subnets": ["subnet-1", "subnet-2"],
    }


def test_security_groups_that_are_given_are_used_and_kept(stack: Stack) -> None:
    """Pitfall 10: interfaces outlive their model for a while, so groups and subnets may be kept elsewhere."""
    groups = groups_of(stack, 2)
    network = Network(vpc=vpc_of(stack), security_groups=groups)
    made = Model(stack, "Model", image=IMAGE, network=network)
    assert made.network is network
    assert resources(stack, "AWS::EC2::SecurityGroup") == {}
    assert only(stack, "AWS::SageMaker::Model")["VpcConfig"]["SecurityGroupIds"] == ["sg-0", "sg-1"]


def test_the_subnets_that_are_selected(stack: Stack) -> None:
    isolated = ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
    Model(stack, "Model", image=IMAGE, network=Network(vpc=vpc_of(stack), subnets=isolated))
    assert only(stack, "AWS::SageMaker::Model")["VpcConfig"]["Subnets"] == ["isolated-0", "isolated-1"]


def test_each_owner_of_a_network_has_a_security_group_of_its_own(stack: Stack) -> None:
    """Pitfall 5."""
    network = Network(vpc=vpc_of(stack))
    first, second = (Model(stack, name, image=IMAGE, network=network) for name in ("First", "Second"))
    assert len(resources(stack, "AWS::EC2::SecurityGroup")) == 2
    assert first.network
    assert second.network
    assert first.network.security_group_ids != second.network.security_group_ids


def test_the_role_makes_interfaces_in_these_subnets_only(regional_stack: Stack) -> None:
    network = Network(vpc=vpc_of(regional_stack), security_groups=groups_of(regional_stack, 1))
    Model(regional_stack, "Model", image=IMAGE, network=network)
    assert resources(regional_stack, "AWS::IAM::Policy") == {}
    create, manage, describe = on_network(regional_stack, "ec2:")
    assert create["Action"] == "ec2:CreateNetworkInterface"
    ends = [resource["Fn::Join"][1][-1] for resource in create["Resource"]]
    assert ends == [":network-interface/*", ":*:subnet/subnet-1", ":*:subnet/subnet-2", ":*:security-group/sg-0"]
    assert manage["Action"] == [
        "ec2:CreateNetworkInterfacePermission",
        "ec2:DeleteNetworkInterface",
        "ec2:DeleteNetworkInterfacePermission",
    ]
    assert manage["Resource"]["Fn::Join"][1][-1] == ":network-interface/*"
    assert describe["Resource"] == "*"
    assert all(action.startswith("ec2:Describe") for action in describe["Action"])


def test_a_given_role_may_make_the_interfaces_before_the_model_is_made(stack: Stack) -> None:
    """Pitfall 13."""
    role = iam.Role(stack, "Given", assumed_by=iam.ServicePrincipal("sagemaker.amazonaws.com"))
    Model(stack, "Model", image=IMAGE, network=Network(vpc=vpc_of(stack)), role=role)
    (policy,) = resources(stack, "AWS::IAM::Policy")
    (resource,) = resources(stack, "AWS::SageMaker::Model").values()
    assert policy in resource["DependsOn"]
    assert len(on_network(stack, 'ec2:CreateNetworkInterface"')) == 1


def test_traffic_from_a_model_is_allowed_by_its_connections(stack: Stack) -> None:
    vpc = vpc_of(stack)
    database = ec2.SecurityGroup(stack, "Database", vpc=vpc)
    made = Model(stack, "Model", image=IMAGE, network=Network(vpc=vpc))
    database.connections.allow_from(made.connections, ec2.Port.tcp(5432))
    (rule,) = resources(stack, "AWS::EC2::SecurityGroupIngress").values()
    assert rule["Properties"]["FromPort"] == 5432
    assert "Model" in json.dumps(rule["Properties"]["SourceSecurityGroupId"])


def test_a_model_without_a_network_has_no_connections(stack: Stack) -> None:
    with pytest.raises(ValueError, match=r"^model Test/Model has no network: give it network=Network\(vpc=\.\.\.\)$"):
        _ = Model(stack, "Model", image=IMAGE).connections


@pytest.mark.parametrize("count", [1, 16])
def test_as_many_subnets_as_sagemaker_takes(stack: Stack, count: int) -> None:
    network = Network(vpc=vpc_of(stack, [f"subnet-{n}" for n in range(count)]))
    assert len(network.subnet_ids) == count


def test_more_subnets_than_sagemaker_takes(stack: Stack) -> None:
    network = Network(vpc=vpc_of(stack, [f"subnet-{n}" for n in range(17)]))
    with pytest.raises(ValueError, match="^the number of subnets is 17; allowed are 1 to 16 subnets"):
        Model(stack, "Model", image=IMAGE, network=network)


def test_more_security_groups_than_sagemaker_takes(stack: Stack) -> None:
    Network(vpc=vpc_of(stack), security_groups=groups_of(stack, 5))
    more = groups_of(Stack(stack, "More"), 6)
    with pytest.raises(ValueError, match="^the number of security_groups is 6; allowed are 1 to 5 security groups"):
        Network(vpc=vpc_of(Stack(stack, "Other")), security_groups=more)


def test_subnets_that_are_known_at_deployment_only(stack: Stack) -> None:
    """Pitfall 8: a list that is a token has no length, and no ids to name in a policy."""
    vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id=Fn.import_value("VpcId"),
        availability_zones=["eu-west-1a"],
        private_subnet_ids=Fn.split(",", Fn.import_value("Subnets"), 1),
    )
    token = Fn.split(",", Fn.import_value("Subnets"))
    Model(stack, "Named", image=IMAGE, network=Network(vpc=vpc, security_groups=groups_of(stack, 1)))
    assert json.dumps(only(stack, "AWS::SageMaker::Model")["VpcConfig"]["Subnets"]).count("Fn::Split") == 1
    (create,) = on_network(stack, 'ec2:CreateNetworkInterface"')
    assert "Fn::Split" in json.dumps(create["Resource"])
    from sagewire import permissions

    unnamed = permissions.create_network_interfaces(token, ["sg-1"])
    assert [resource.rpartition(":")[2] for resource in unnamed.resources] == [
        "network-interface/*",
        "subnet/*",
        "security-group/sg-1",
    ]


def test_other_resources_take_the_network_once_it_has_security_groups(stack: Stack) -> None:
    network = Network(vpc=vpc_of(stack))
    with pytest.raises(ValueError, match=r"^the network has no security group yet: call bind\(scope\)"):
        network.to_property(sagemaker.CfnEndpointConfig.VpcConfigProperty)
    bound = network.bind(stack)
    assert bound.bind(stack) is bound
    assert bound.to_property(sagemaker.CfnEndpointConfig.VpcConfigProperty).subnets == ["subnet-1", "subnet-2"]


def test_network_isolation(stack: Stack) -> None:
    made = Model(stack, "Model", image=IMAGE, network_isolation=True)
    assert only(stack, "AWS::SageMaker::Model")["EnableNetworkIsolation"] is True
    assert (made.traits.network_isolation, made.traits.vpc) == (True, False)


def test_a_network_is_a_trait_of_every_kind_of_model(app: App) -> None:
    stack = Stack(app, "Kinds")
    network = Network(vpc=vpc_of(stack))
    package = "arn:aws:sagemaker:eu-west-1:123456789012:model-package/ranking/7"
    for made in (
        Model(stack, "Single", image=IMAGE, network=network),
        Model.from_package(stack, "Package", package_arn=package, network=network),
    ):
        assert made.traits.vpc
    assert all("VpcConfig" in model["Properties"] for model in resources(stack, "AWS::SageMaker::Model").values())
