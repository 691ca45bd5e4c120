"""What the execution role must be allowed before a container starts: its image, its network, its volume.

None of the three is here: there is no registry, no network interface and no volume. IAM is, and it is asked as on AWS.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sagewire.local import seams
from sagewire.local.sagemaker.failures import ModelFailure
from sagewire.local.sagemaker.models import MODELS
from sagewire.local.sagemaker.roles import ExecutionRole

_ECR = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr(-fips)?\.(?P<region>[a-z0-9-]+)\.(?P<suffix>[a-z.]+)/(?P<repository>[^:@]+)([:@].+)?"
)
_PARTITIONS = {"amazonaws.com.cn": "aws-cn"}
_LOG_IN = "ecr:GetAuthorizationToken"
_PULL = ("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage")

# https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createmodel-perms
_DESCRIBE_NETWORK = (
    "ec2:DescribeVpcs",
    "ec2:DescribeSubnets",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeNetworkInterfaces",
)
_USE_INTERFACE = (
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterface",
    "ec2:DeleteNetworkInterfacePermission",
)


def admit(config: Mapping[str, Any], *, deployment: Mapping[str, Any] | None = None) -> None:
    """ModelFailure, naming the action, if a role of this endpoint configuration may not do what its variants need.

    With the alarms that roll a deployment back, their roles must be allowed to look at them.
    """
    if role := config.get("ExecutionRoleArn"):  # of inference components, whose models come later
        _admit_instance(ExecutionRole(role), config.get("VpcConfig"), config.get("KmsKeyId"))
    for variant in [*config["ProductionVariants"], *config.get("ShadowProductionVariants", ())]:
        if "ModelName" in variant:
            admit_model(variant["ModelName"], volume_key=config.get("KmsKeyId"), alarms=_alarms(deployment))


def admit_model(name: str, *, volume_key: str | None = None, alarms: Iterable[str] = ()) -> None:
    """ModelFailure, naming the action, if the model's role may not do what its containers need."""
    model = MODELS.get(name)
    if "ExecutionRoleArn" not in model:
        return
    role = ExecutionRole(model["ExecutionRoleArn"])
    for image in _images(model):
        admit_image(image, role)
    _admit_instance(role, model.get("VpcConfig"), volume_key)
    for alarm in alarms:
        _require(role, "cloudwatch:DescribeAlarms", alarm, purpose="to look at the alarms that roll an update back")


def _alarms(deployment: Mapping[str, Any] | None) -> list[str]:
    """https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html"""
    named = (deployment or {}).get("AutoRollbackConfiguration", {}).get("Alarms", ())
    place = f"arn:aws:cloudwatch:{seams.region()}:{seams.account()}:alarm"
    return [f"{place}:{alarm['AlarmName']}" for alarm in named]


def admit_image(image: str, role: ExecutionRole) -> None:
    """ModelFailure if the role may not pull the image; one that is not in ECR needs no permission."""
    place = _ECR.fullmatch(image)
    if place is None:
        return
    partition = _PARTITIONS.get(place["suffix"], "aws")
    repository = f"arn:{partition}:ecr:{place['region']}:{place['account']}:repository/{place['repository']}"
    for action, resource in ((_LOG_IN, "*"), *((action, repository) for action in _PULL)):
        if denial := role.denial(action, resource):
            permission = action.partition(":")[2]
            raise ModelFailure(
                f"The role '{role.arn}' does not have {permission} permission for the image: '{image}'. "
                f"{denial}; grant {action} on {resource}."
            )


def _images(model: Mapping[str, Any]) -> Iterator[str]:
    for container in (model.get("PrimaryContainer"), *model.get("Containers", ())):
        if container and container.get("Image"):
            yield container["Image"]


def _admit_instance(role: ExecutionRole, vpc: Mapping[str, Any] | None, volume_key: str | None) -> None:
    for action, resource in _network(vpc) if vpc else ():
        _require(role, action, resource, purpose="to connect the model to its VPC")
    if volume_key:
        # The condition that AWS's own example puts on this action.
        context = {"kms:GrantIsForAWSResource": "true"}
        purpose = f"to encrypt the instance's volume with the KMS key '{volume_key}'"
        _require(role, "kms:CreateGrant", seams.key_arn(volume_key), purpose=purpose, context=context)


def _network(vpc: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    ec2 = f"arn:aws:ec2:{seams.region()}:{seams.account()}"
    interface = f"{ec2}:network-interface/*"
    for action in _DESCRIBE_NETWORK:
        yield action, "*"
    for subnet in vpc["Subnets"]:
        yield "ec2:CreateNetworkInterface", f"{ec2}:subnet/{subnet}"
    for group in vpc["SecurityGroupIds"]:
        yield "ec2:CreateNetworkInterface", f"{ec2}:security-group/{group}"
    for action in ("ec2:CreateNetworkInterface", *_USE_INTERFACE):
        yield action, interface


def _require(
    role: ExecutionRole, action: str, resource: str, *, purpose: str, context: Mapping[str, str] | None = None
) -> None:
    if denial := role.denial(action, resource, context=context):
        raise ModelFailure(
            f"The role '{role.arn}' does not have permission {purpose}: {denial}; grant {action} on {resource}."
        )
