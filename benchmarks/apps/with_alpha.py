"""With aws-sagemaker-alpha, and CDK's own function and rule.

Differs: no dead-letter queue, no log group and no retry of ours; no endpoint of the asynchronous kind.
"""

import aws_cdk.aws_sagemaker_alpha as sagemaker
from aws_cdk import Stack

from benchmarks.apps import front


def _model(stack: Stack, number: int) -> sagemaker.Model:
    container = sagemaker.ContainerDefinition(
        image=sagemaker.ContainerImage.from_dlc("sagemaker-scikit-learn", "1.2-1-cpu-py3", "683313688378"),
        model_data=sagemaker.ModelData.from_asset("model.tar.gz"),
        environment={"SAGEMAKER_PROGRAM": "inference.py"},
    )
    return sagemaker.Model(stack, f"Model{number}", containers=[container])


def _behind_a_function(stack: Stack, number: int, config: sagemaker.EndpointConfig) -> None:
    endpoint = sagemaker.Endpoint(stack, f"Endpoint{number}", endpoint_config=config)
    function = front.function(stack, number, endpoint.endpoint_name)
    endpoint.grant_invoke(function)
    front.call_on_view(stack, number, function)


def real_time(stack: Stack, number: int) -> None:
    """A real-time endpoint."""
    variant = sagemaker.InstanceProductionVariantProps(
        model=_model(stack, number), variant_name="AllTraffic", instance_type=sagemaker.InstanceType.of("ml.c7i.large")
    )
    config = sagemaker.EndpointConfig(stack, f"Config{number}", instance_production_variants=[variant])
    _behind_a_function(stack, number, config)


def serverless(stack: Stack, number: int) -> None:
    """A serverless endpoint."""
    variant = sagemaker.ServerlessProductionVariantProps(
        model=_model(stack, number), variant_name="AllTraffic", max_concurrency=5, memory_size_in_mb=2048
    )
    config = sagemaker.EndpointConfig(stack, f"Config{number}", serverless_production_variant=variant)
    _behind_a_function(stack, number, config)
