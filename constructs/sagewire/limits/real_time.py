"""Figures of a real-time invocation."""

from sagewire.limits.figure import Choice, Limit
from sagewire.limits.sources import SAGEMAKER

REAL_TIME_RESPONSE = Limit(
    value=60,
    adjustable="quota",
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
REAL_TIME_PAYLOAD_AT_MOST = Limit(
    value=25 * 1024 * 1024,
    unit="B",
    what="body of a real-time invocation by the hosting FAQ; sources disagree, the API model states 6,291,456 B",
    source=f"{SAGEMAKER}/dg/hosting-faqs.html",
)
CONTAINER_PING = Limit(
    value=2,
    unit="s",
    what="a container answers /ping within this time",
    source=f"{SAGEMAKER}/dg/your-algorithms-inference-code.html",
)
CONTAINER_PORT = Choice(
    values=(8080,),
    what="port on which a container listens",
    source=f"{SAGEMAKER}/dg/your-algorithms-inference-code.html",
)
BIDIRECTIONAL_CONNECTION = Limit(
    value=1800,
    unit="s",
    what="connection of a bidirectional stream; low confidence: read only in others' code, not in AWS's text",
    source=f"{SAGEMAKER}/dg/realtime-endpoints-test-endpoints.html",
)
