"""Figures of an asynchronous endpoint."""

from sagewire.limits.figure import Limit
from sagewire.limits.sources import SAGEMAKER

ASYNC_PAYLOAD = Limit(
    value=1024**3,
    unit="B",
    what="an asynchronous invocation's input object",
    source=f"{SAGEMAKER}/dg/async-inference.html",
)
ASYNC_RESPONSE = Limit(
    value=3600,
    minimum=1,
    unit="s",
    what="an asynchronous invocation may be given at most this time",
    source=f"{SAGEMAKER}/APIReference/API_runtime_InvokeEndpointAsync.html",
    shape="sagemaker-runtime:InvocationTimeoutSecondsHeader",
    default=900,
)
ASYNC_INVOCATIONS_PER_INSTANCE = Limit(
    value=1000,
    minimum=1,
    unit="invocations",
    what="concurrent invocations that one instance of an asynchronous endpoint is sent",
    source=f"{SAGEMAKER}/APIReference/API_AsyncInferenceClientConfig.html",
    shape="sagemaker:MaxConcurrentInvocationsPerInstance",
    schema="AWS::SageMaker::EndpointConfig#/AsyncInferenceConfig/ClientConfig/MaxConcurrentInvocationsPerInstance",
)
ASYNC_BODY = Limit(
    value=128_000,
    unit="B",
    what="body of an asynchronous invocation that names no input object",
    source=f"{SAGEMAKER}/APIReference/API_runtime_InvokeEndpointAsync.html",
    shape="sagemaker-runtime:AsyncBodyBlob",
)
ASYNC_NOTIFIED_RESPONSE = Limit(
    value=128 * 1024,
    unit="B",
    what="response that a notification includes; a larger one is left out silently",
    source=f"{SAGEMAKER}/APIReference/API_AsyncInferenceNotificationConfig.html",
)
ASYNC_TIME_TO_LIVE = Limit(
    value=21_600,
    minimum=60,
    default=21_600,
    unit="s",
    what="age in the backlog at which an asynchronous request is dropped",
    source=f"{SAGEMAKER}/APIReference/API_runtime_InvokeEndpointAsync.html",
    shape="sagemaker-runtime:RequestTTLSecondsHeader",
)
ASYNC_OUTPUT_URI = Limit(
    value=512,
    minimum=0,
    unit="characters",
    what="the s3:// URI below which an asynchronous endpoint writes its results, or its failures",
    source=f"{SAGEMAKER}/APIReference/API_AsyncInferenceOutputConfig.html",
    shape="sagemaker:DestinationS3Uri",
    schema="AWS::SageMaker::EndpointConfig#/AsyncInferenceConfig/OutputConfig/S3OutputPath",
)
ASYNC_NOTIFIED_TOPICS = Limit(
    value=2,
    minimum=0,
    unit="topics",
    what="topics whose notifications include the response",
    source=f"{SAGEMAKER}/APIReference/API_AsyncInferenceNotificationConfig.html",
    schema=(
        "AWS::SageMaker::EndpointConfig#/AsyncInferenceConfig/OutputConfig/NotificationConfig/IncludeInferenceResponseIn"
    ),
)
