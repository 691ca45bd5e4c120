"""With aws_solutions_constructs.aws_lambda_sagemakerendpoint, and CDK's own rule.

Differs: it takes the model as L1 properties, so the artifact is CDK's own asset; it adds a KMS key and X-Ray; no
dead-letter queue, no log group and no retry of ours. Other kinds of endpoint only as L1 properties of its user.
"""

from aws_cdk import Aws, Stack
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3_assets as assets
from aws_cdk import aws_sagemaker as sagemaker
from aws_solutions_constructs.aws_lambda_sagemakerendpoint import LambdaToSagemakerEndpoint

from benchmarks.apps import front

_IMAGE = f"683313688378.dkr.ecr.{Aws.REGION}.{Aws.URL_SUFFIX}/sagemaker-scikit-learn:1.2-1-cpu-py3"


def real_time(stack: Stack, number: int) -> None:
    """A real-time endpoint."""
    artifact = assets.Asset(stack, f"Artifact{number}", path="model.tar.gz")
    container = sagemaker.CfnModel.ContainerDefinitionProperty(
        image=_IMAGE, model_data_url=artifact.s3_object_url, environment={"SAGEMAKER_PROGRAM": "inference.py"}
    )
    pattern = LambdaToSagemakerEndpoint(
        stack,
        f"Endpoint{number}",
        model_props={"primaryContainer": container},
        lambda_function_props=lambda_.FunctionProps(**front.settings({})),
        sagemaker_environment_variable_name="ENDPOINT",
    )
    front.call_on_view(stack, number, pattern.lambda_function)
