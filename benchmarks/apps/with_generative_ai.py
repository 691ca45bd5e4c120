"""With cdklabs.generative-ai-cdk-constructs, and CDK's own function, rule and buckets.

Differs: it wants the location of the artifact and a name of the endpoint from its user, so nothing is uploaded; it adds
a scaling policy; no dead-letter queue, no log group and no retry of ours; no serverless endpoint.
"""

from aws_cdk import Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_s3 as s3
from cdklabs.generative_ai_cdk_constructs import sagemaker_deployment as sagemaker

from benchmarks.apps import front


def _endpoint(
    stack: Stack, number: int, asynchronous: sagemaker.AsyncInferenceConfig | None = None
) -> sagemaker.CustomSageMakerEndpoint:
    return sagemaker.CustomSageMakerEndpoint(
        stack,
        f"Endpoint{number}",
        model_id="ranking",
        endpoint_name=f"ranking-{number}",
        instance_type=sagemaker.SageMakerInstanceType.of("ml.c7i.large"),
        container=sagemaker.DeepLearningContainerImage.from_deep_learning_container_image(
            "sagemaker-scikit-learn", "1.2-1-cpu-py3", "683313688378"
        ),
        model_data_url="s3://models/ranking/model.tar.gz",
        environment={"SAGEMAKER_PROGRAM": "inference.py"},
        async_inference=asynchronous,
    )


def real_time(stack: Stack, number: int) -> None:
    """A real-time endpoint."""
    endpoint = _endpoint(stack, number)
    function = front.function(stack, number, endpoint.cfn_endpoint.attr_endpoint_name)
    endpoint.grant_invoke(function)
    front.call_on_view(stack, number, function)


def asynchronous(stack: Stack, number: int) -> None:
    """An asynchronous endpoint."""
    uploaded = s3.Bucket(stack, f"Input{number}", event_bridge_enabled=True)
    results = s3.Bucket(stack, f"Output{number}")
    paths = sagemaker.AsyncInferenceConfig(
        output_path=results.s3_url_for_object("results/"), failure_path=results.s3_url_for_object("failures/")
    )
    endpoint = _endpoint(stack, number, paths)
    function = front.function(stack, number, endpoint.cfn_endpoint.attr_endpoint_name, asynchronous=True)
    endpoint.grant_invoke(function)
    pattern = events.EventPattern(
        source=["aws.s3"], detail_type=["Object Created"], detail={"bucket": {"name": [uploaded.bucket_name]}}
    )
    events.Rule(stack, f"Uploaded{number}", event_pattern=pattern, targets=[targets.LambdaFunction(function)])
