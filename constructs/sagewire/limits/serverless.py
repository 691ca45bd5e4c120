"""Figures of a serverless endpoint."""

from sagewire.limits.figure import Limit
from sagewire.limits.sources import SAGEMAKER

SERVERLESS_RESPONSE = Limit(
    value=60,
    unit="s",
    what="a serverless endpoint's container answers within this time",
    source=f"{SAGEMAKER}/dg/serverless-endpoints.html",
)
SERVERLESS_PAYLOAD = Limit(
    value=4 * 1024 * 1024,
    unit="B",
    what="request and response of a serverless invocation",
    source=f"{SAGEMAKER}/dg/serverless-endpoints-invoke.html",
)
SERVERLESS_MEMORY = Limit(
    value=6144,
    minimum=1024,
    unit="MiB",
    what="memory of a serverless endpoint, in steps of 1024",
    source=f"{SAGEMAKER}/dg/serverless-endpoints.html",
    shape="sagemaker:ServerlessMemorySizeInMB",
)
SERVERLESS_CONCURRENCY = Limit(
    value=200,
    minimum=1,
    unit="invocations",
    what="concurrent invocations of one serverless endpoint",
    source=f"{SAGEMAKER}/dg/serverless-endpoints.html",
    shape="sagemaker:ServerlessMaxConcurrency",
)
SERVERLESS_PROVISIONED_CONCURRENCY = Limit(
    value=200,
    minimum=1,
    unit="invocations",
    what="provisioned concurrency of one serverless endpoint; at most its maximum concurrency",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariantServerlessConfig.html",
    shape="sagemaker:ServerlessProvisionedConcurrency",
)
