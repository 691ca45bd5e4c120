"""Models and what they stand on, for the tests of everything about them."""

from pathlib import Path
from typing import Any

from aws_cdk import Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_s3 as s3

from sagewire import Container, ContainerImage, Model, ModelArtifact, ModelDirectory, Network, ObjectPrefix
from tests.templates import statements

IMAGE = ContainerImage.for_framework("sklearn", "1.2-1")
PACKAGE = "arn:aws:sagemaker:eu-west-1:123456789012:model-package/ranking/7"


def bucket_of(stack: Stack) -> s3.IBucket:
    return s3.Bucket.from_bucket_name(stack, "Models", "models")


def vpc_of(stack: Stack) -> ec2.IVpc:
    return ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-0123456789abcdef0",
        availability_zones=["eu-west-1a", "eu-west-1b"],
        private_subnet_ids=["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
        private_subnet_route_table_ids=["rtb-0123456789abcdef0", "rtb-0123456789abcdef1"],
    )


def allowing(stack: Stack, action: str) -> list[dict[str, Any]]:
    """The statements that allow one action."""

    def actions(statement: dict[str, Any]) -> list[str]:
        named = statement["Action"]
        return named if isinstance(named, list) else [named]

    return [statement for statement in statements(stack) if action in actions(statement)]


def everything(stack: Stack, folder: Path) -> list[Model]:
    """A model of every kind."""
    bucket = bucket_of(stack)
    network = Network(vpc=vpc_of(stack))
    asset = ModelArtifact.from_asset(folder)
    return [
        Model(stack, "Single", image=IMAGE, artifact=asset, network=network, network_isolation=True),
        Model(
            stack,
            "Pipeline",
            containers=[Container(image=IMAGE, artifact=asset), Container(image=IMAGE, artifact=asset)],
        ),
        Model(stack, "Many", image=IMAGE, models=ModelDirectory(bucket=bucket, prefix="tenants", cache=False)),
        Model(stack, "Uncompressed", image=IMAGE, artifact=ModelArtifact.from_bucket_prefix(bucket, "ranking/7")),
        Model.from_package(
            stack, "Package", package_arn=PACKAGE, artifacts=[ObjectPrefix(bucket=bucket)], network=network
        ),
        Model(stack, "Torch", image=ContainerImage.for_framework("pytorch", "2.6", processor="gpu")),
    ]
