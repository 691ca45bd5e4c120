"""Containers in your VPC, a key of yours for all that is kept, a record of each answer, and the findings explained."""

from aws_cdk import App, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from sagewire import (
    ContainerImage,
    DataCapture,
    LambdaInvoker,
    Model,
    ModelArtifact,
    Network,
    RealTimeEndpoint,
    acknowledge_findings,
)


class Private(Stack):
    """A real-time endpoint for people who are audited."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # It has endpoints for S3, ECR and CloudWatch Logs, and no way to the internet.
        vpc = ec2.Vpc.from_vpc_attributes(
            self,
            "Vpc",
            vpc_id="vpc-0123456789abcdef0",
            availability_zones=["eu-west-1a", "eu-west-1b"],
            isolated_subnet_ids=["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
            isolated_subnet_route_table_ids=["rtb-0123456789abcdef0", "rtb-0123456789abcdef1"],
        )
        audited = s3.Bucket.from_bucket_name(self, "Audited", "example-audited-answers")
        model = Model(
            self,
            "Model",
            image=ContainerImage.for_framework("sklearn", "1.2-1"),
            artifact=ModelArtifact.from_asset("model"),
            network=Network(vpc=vpc),
        )
        endpoint = RealTimeEndpoint(
            self,
            "Endpoint",
            model=model,
            instance_type="ml.m7i.large",
            instance_count=2,
            data_capture=DataCapture(bucket=audited, prefix="ranking"),
            encryption_key=kms.Key(self, "Key", enable_key_rotation=True),
        )
        LambdaInvoker(self, "Invoker", endpoint=endpoint).add_function_url()
        # Reasons for what cdk-nag and checkov report of model, endpoint and invoker, and of nothing else.
        acknowledge_findings(self)


def main() -> None:
    """Synthesize it."""
    app = App()
    Private(app, "Private")
    app.synth()


if __name__ == "__main__":
    main()
