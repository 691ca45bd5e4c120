"""The public layer that holds AWS Lambda Powertools for Python."""

from aws_cdk import CfnDynamicReference, CfnDynamicReferenceService
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from sagewire import pseudo
from sagewire.pseudo import is_token

# The release that lambda_src is tested with; its circuit breaker is no trial version any more.
VERSION = "3.37.0"
_SOURCE = "https://docs.aws.amazon.com/powertools/python/latest/getting-started/install/"
# Where AWS publishes the layers' ARNs as parameters, by release; elsewhere an ARN has the layer's own number alone.
# https://github.com/aws-powertools/powertools-lambda-python/blob/develop/.github/workflows/update_ssm.yml
REGIONS = frozenset(
    {
        "af-south-1",
        "ap-east-1",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-south-2",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-7",
        "ca-central-1",
        "ca-west-1",
        "eu-central-1",
        "eu-central-2",
        "eu-north-1",
        "eu-south-1",
        "eu-south-2",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "il-central-1",
        "mx-central-1",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
    }
)


def add_powertools(scope: Construct, function: lambda_.Function, given: lambda_.ILayerVersion | None) -> None:
    """Give the function the layer: the given one, or AWS's of the function's Python, processor and region.

    CloudFormation looks its ARN up when it deploys. It needs `ssm:GetParameters` for that, which the roles of `cdk
    bootstrap` have.

    Raises:
        ValueError: For a region where AWS publishes no parameter, and no layer given.
    """
    function.add_layers(given or _public_layer(scope, function))


def _public_layer(scope: Construct, function: lambda_.Function) -> lambda_.ILayerVersion:
    region = pseudo.stack_of(scope).region
    if not is_token(region) and region not in REGIONS:
        raise ValueError(
            f"powertools_layer is not given, and AWS publishes no parameter for that layer in {region}: give one with"
            f" aws_lambda_powertools {VERSION} or later, as LayerVersion.from_layer_version_arn(...) ({_SOURCE})"
        )
    name = f"/aws/service/powertools/python/{function.architecture.name}/{function.runtime.name}/{VERSION}"
    arn = CfnDynamicReference(CfnDynamicReferenceService.SSM, name).to_string()
    return lambda_.LayerVersion.from_layer_version_arn(scope, "PowertoolsLayer", arn)
