"""Functions in networks."""

from sagewire.validator.samples import Resources, att, ref, resource, sub
from sagewire.validator.samples.invoking import function, function_role
from sagewire.validator.samples.serving import serverless


def inside_network() -> Resources:
    """A function before a serverless endpoint, in a VPC of the template, which leads nowhere."""
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


def runtime_endpoint() -> Resources:
    """An interface endpoint for SageMaker's runtime in that VPC."""
    properties = {
        "VpcId": ref("Vpc"),
        "VpcEndpointType": "Interface",
        "ServiceName": sub("com.amazonaws.${AWS::Region}.sagemaker.runtime"),
        "SubnetIds": [ref("Subnet")],
        "SecurityGroupIds": [att("Group", "GroupId")],
        "PrivateDnsEnabled": True,
    }
    return resource("Runtime", "AWS::EC2::VPCEndpoint", properties, {})
