"""Figures of a real-time invocation."""

from sagewire.limits.figure import Limit
from sagewire.limits.sources import SAGEMAKER

REAL_TIME_RESPONSE = Limit(
    value=60,
    unit="s",
    what="a real-time endpoint's container answers within this time",
    source=f"{SAGEMAKER}/APIReference/API_runtime_InvokeEndpoint.html",
)
REAL_TIME_PAYLOAD = Limit(
    value=6_291_456,
    unit="B",
    what="body of a real-time invocation; the API model states this, the hosting FAQ 25 MB",
    source=f"{SAGEMAKER}/APIReference/API_runtime_InvokeEndpoint.html",
    shape="sagemaker-runtime:BodyBlob",
)
REAL_TIME_STREAM = Limit(
    value=480,
    minimum=1,
    unit="s",
    what="a real-time endpoint's streamed response ends within this time",
    source=f"{SAGEMAKER}/dg/hosting-faqs.html",
)
TARGET_MODEL = Limit(
    value=1024,
    minimum=1,
    unit="characters",
    what="name of a model on a multi-model endpoint",
    source=f"{SAGEMAKER}/APIReference/API_runtime_InvokeEndpoint.html",
    shape="sagemaker-runtime:TargetModelHeader",
)
