"""The VPC that containers reach into: subnets, security groups, and what the execution role needs for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from constructs import Construct

from sagewire import permissions
from sagewire.arguments import check_range
from sagewire.limits import VPC_SECURITY_GROUPS, VPC_SUBNETS
from sagewire.permissions import Permission

if TYPE_CHECKING:
    from aws_cdk import aws_ec2 as ec2

_Property = TypeVar("_Property")


@dataclass(frozen=True, kw_only=True)
class Network:
    """Where containers get network interfaces of their own, so that they reach what a VPC holds.

    vpc: the VPC; without a NAT gateway it needs endpoints for S3, ECR and CloudWatch Logs.
    subnets: which of its subnets, 1 to 16; CDK's choice if not given, the private ones.
    security_groups: 1 to 5; if none is given, each owner of the network makes one that lets nothing in and all out.

    SageMaker removes its interfaces some time after a model is deleted, and until then neither their subnets nor their
    security groups can be: a VPC that is deleted together with its model had better live in a stack of its own, as had
    the security groups.

    https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html
    """

    vpc: "ec2.IVpc"
    subnets: "ec2.SubnetSelection | None" = None
    security_groups: "Sequence[ec2.ISecurityGroup]" = ()

    def __post_init__(self) -> None:
        if self.security_groups:
            check_range("the number of security_groups", len(self.security_groups), VPC_SECURITY_GROUPS)

    def bind(self, scope: Construct) -> "Network":
        """This network with security groups: those that it has, or one made in `scope`."""
        if self.security_groups:
            return self
        from aws_cdk import aws_ec2 as ec2  # noqa: PLC0415 - few models have a VPC, and loading it takes time

        group = ec2.SecurityGroup(
            scope,
            "SecurityGroup",
            vpc=self.vpc,
            description=f"Network interfaces of {scope.node.path}",
            allow_all_outbound=True,
        )
        return replace(self, security_groups=[group])

    @cached_property
    def subnet_ids(self) -> list[str]:
        """The ids of the subnets. Raises ValueError unless there are 1 to 16."""
        ids = _selected(self.vpc, self.subnets).subnet_ids
        check_range("the number of subnets", len(ids), VPC_SUBNETS)
        return ids

    @cached_property
    def security_group_ids(self) -> list[str]:
        """The ids of the security groups. Raises ValueError while there are none: see `bind`."""
        if not self.security_groups:
            raise ValueError("the network has no security group yet: call bind(scope), which makes one")
        return [group.security_group_id for group in self.security_groups]

    @cached_property
    def connections(self) -> "ec2.Connections":
        """To allow traffic: `database.connections.allow_default_port_from(model.network.connections)`."""
        from aws_cdk import aws_ec2 as ec2  # noqa: PLC0415

        return ec2.Connections(security_groups=list(self.security_groups))

    @property
    def permissions(self) -> list[Permission]:
        """What the execution role needs to make the network interfaces."""
        return [
            permissions.create_network_interfaces(self.subnet_ids, self.security_group_ids),
            permissions.manage_network_interfaces(),
            permissions.describe_network(),
        ]

    def to_property(self, kind: Callable[..., _Property]) -> _Property:
        """The network as a resource's own `VpcConfigProperty`, which is `kind`."""
        return kind(subnets=self.subnet_ids, security_group_ids=self.security_group_ids)


def _selected(vpc: "ec2.IVpc", subnets: "ec2.SubnetSelection | None") -> "ec2.SelectedSubnets":
    if subnets is None:
        return vpc.select_subnets()
    return vpc.select_subnets(
        availability_zones=subnets.availability_zones,
        one_per_az=subnets.one_per_az,
        subnet_filters=subnets.subnet_filters,
        subnet_group_name=subnets.subnet_group_name,
        subnets=subnets.subnets,
        subnet_type=subnets.subnet_type,
    )
