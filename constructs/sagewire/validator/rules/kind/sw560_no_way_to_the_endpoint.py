"""A function in a VPC has no way to SageMaker of its own: not in a public subnet either, since it has no public
address. Without a NAT gateway, and without an interface endpoint of the VPC for SageMaker's runtime, each call waits
until the connection times out, and the function until it is killed.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import Resources, att, ref, resource, sub, template
from sagewire.validator.samples.invoking import function, function_role
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.ways_out import enclosed


def _check(graph: Graph) -> Iterator[Fault]:
    for found in enclosed(graph):
        name = found.function.resource.logical_id
        yield fault(found.subnets, name=name, vpc=found.vpc.logical_id)


def _inside() -> Resources:
    """A function in a VPC of the template, which leads nowhere."""
    settings = {"SubnetIds": [ref("Subnet")], "SecurityGroupIds": [att("Group", "GroupId")]}
    asks = {"Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": ref("Endpoint")}
    access = sub("arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole")
    group = {"GroupDescription": "Of the function", "VpcId": ref("Vpc")}
    return {
        **serverless(),
        **function(VpcConfig=settings),
        **function_role("FunctionRole", [asks], ManagedPolicyArns=[access]),
        **resource("Vpc", "AWS::EC2::VPC", {"CidrBlock": "10.0.0.0/16"}, {}),
        **resource("Subnet", "AWS::EC2::Subnet", {"VpcId": ref("Vpc"), "CidrBlock": "10.0.0.0/24"}, {}),
        **resource("Group", "AWS::EC2::SecurityGroup", group, {}),
    }


def _interface_endpoint() -> Resources:
    properties = {
        "VpcId": ref("Vpc"),
        "VpcEndpointType": "Interface",
        "ServiceName": sub("com.amazonaws.${AWS::Region}.sagemaker.runtime"),
        "SubnetIds": [ref("Subnet")],
        "SecurityGroupIds": [att("Group", "GroupId")],
        "PrivateDnsEnabled": True,
    }
    return resource("Runtime", "AWS::EC2::VPCEndpoint", properties, {})


RULE = Rule(
    id="SW560",
    title="function in a VPC that does not reach the endpoint",
    severity=Severity.WARNING,
    why=__doc__,
    message="{name} asks an endpoint from {vpc}, which has neither a route to a NAT gateway for it nor an interface"
    " endpoint for SageMaker's runtime",
    fix="Give {vpc} an AWS::EC2::VPCEndpoint for com.amazonaws.<region>.sagemaker.runtime with PrivateDnsEnabled, or"
    " the subnets a route to a NAT gateway; or take the function out of the VPC.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/interface-vpc-endpoint.html",
    check=_check,
    wrong=lambda: template(_inside()),
    right=lambda: template(_inside(), _interface_endpoint()),
)
