"""How functions in a VPC of the templates reach SageMaker, which lies outside of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sagewire.validator.assembly import STACK
from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import Function
from sagewire.validator.permissions.elsewhere import put_out
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

VPC = "AWS::EC2::VPC"
SUBNET = "AWS::EC2::Subnet"
_RUNTIME = "sagemaker.runtime"
# From these a function has no way out: its network interfaces have no public address.
_NO_WAY = ("AWS::EC2::InternetGateway", "AWS::EC2::VPCEndpoint")
# What may have to do with a network without opening another way out of it than those that are looked at.
_KNOWN = (
    "AWS::EC2::",
    "AWS::ElastiCache::",
    "AWS::ElasticLoadBalancing",
    "AWS::IAM::",
    "AWS::Lambda::",
    "AWS::Logs::",
    "AWS::RDS::",
    "AWS::SageMaker::",
    "Custom::VpcRestrictDefaultSG",
)
_PROPAGATES = "AWS::EC2::VPNGatewayRoutePropagation"


class Enclosed(NamedTuple):
    """A function that certainly does not reach SageMaker. subnets: where it says which it is in."""

    function: Function
    subnets: Value
    vpc: Resource


def enclosed(graph: Graph) -> Sequence[Enclosed]:
    """The functions that ask an endpoint, from a VPC of which the templates tell all, and nothing leads out of."""
    if not graph.complete:
        return ()
    found = [(function, _network(function)) for function in graph.functions if _asks_from_a_vpc(function)]
    return [
        Enclosed(function, function["VpcConfig"]["SubnetIds"], vpc)
        for function, (vpc, subnets) in ((function, network) for function, network in found if network)
        if not _may_reach(graph, vpc, subnets)
    ]


def _asks_from_a_vpc(function: Function) -> bool:
    """Whether it asks an endpoint by the usual address, over IPv4, from a VPC."""
    settings, variables = function["VpcConfig"], function.variables
    if not settings.present or variables.unknown or not variables.complete or not function.asks:
        return False
    plain = settings["Ipv6AllowedForDualStack"]
    elsewhere = any("PROXY" in name.upper() or "ENDPOINT_URL" in name.upper() for name in variables.entries)
    return (plain.absent or plain.flag is False) and not elsewhere


def _network(function: Function) -> tuple[Resource, Sequence[Resource]] | None:
    """The VPC and the subnets, where all of them are resources of the templates."""
    listed = function["VpcConfig"]["SubnetIds"]
    subnets = [element.reference for element in listed.elements]
    if not subnets or not listed.complete:
        return None
    known = [subnet for subnet in subnets if subnet is not None and subnet.type == SUBNET and subnet.certain]
    vpcs = {subnet["VpcId"].reference for subnet in known}
    vpc = vpcs.pop() if len(vpcs) == 1 else None
    return (vpc, known) if vpc is not None and vpc.type == VPC and len(known) == len(subnets) else None


def _may_reach(graph: Graph, vpc: Resource, subnets: Sequence[Resource]) -> bool:
    """Whether anything may lead out: an endpoint of SageMaker's, a route, or what somebody adds who is told the VPC."""
    if any(_may_be_for_sagemaker(endpoint, vpc) for endpoint in graph.of_type("AWS::EC2::VPCEndpoint")):
        return True
    tables = _tables_of(graph, subnets)
    if tables is None or any(_may_lead_out(route, tables) for route in graph.of_type("AWS::EC2::Route")):
        return True
    return _told_to_others(graph, {vpc, *subnets, *tables})


def _may_be_for_sagemaker(endpoint: Resource, vpc: Resource) -> bool:
    another = endpoint["VpcId"].reference
    service = endpoint["ServiceName"].pattern or "*"
    here = another is None or another is vpc
    return here and (_RUNTIME in service or service.endswith("*"))


def _tables_of(graph: Graph, subnets: Sequence[Resource]) -> set[Resource] | None:
    """The route tables of the subnets that are not the VPC's own, which has no way out; None: not all are known."""
    tables: set[Resource] = set()
    for association in graph.of_type("AWS::EC2::SubnetRouteTableAssociation"):
        subnet, table = association["SubnetId"].reference, association["RouteTableId"].reference
        if subnet is None or (subnet in subnets and table is None):
            return None
        if subnet in subnets and table is not None:
            tables.add(table)
    return tables


def _may_lead_out(route: Resource, tables: Iterable[Resource]) -> bool:
    table, gateway = route["RouteTableId"].reference, route["GatewayId"].reference
    if table is not None and table not in tables:
        return False
    return gateway is None or gateway.type not in _NO_WAY


def _told_to_others(graph: Graph, network: set[Resource]) -> bool:
    """Whether an output, or a resource that may add something to it, names a part of the network."""
    if network & graph.view(put_out):
        return True
    others = [each for each in graph.assembly.resources if _may_open_a_way(graph, each)]
    return any(network & each.properties.mentions for each in others)


def _may_open_a_way(graph: Graph, resource: Resource) -> bool:
    if resource.type == STACK:
        return graph.assembly.nested(resource) is None
    return not resource.type.startswith(_KNOWN) or resource.type == _PROPAGATES
