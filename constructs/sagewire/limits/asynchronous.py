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
)
ASYNC_INVOCATIONS_PER_INSTANCE = Limit(
    value=1000,
    minimum=1,
    unit="invocations",
    what="concurrent invocations that one instance of an asynchronous endpoint is sent",
    source=f"{SAGEMAKER}/APIReference/API_AsyncInferenceClientConfig.html",
    shape="sagemaker:MaxConcurrentInvocationsPerInstance",
)
