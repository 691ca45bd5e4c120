"""Figures of a serverless endpoint."""

from sagewire.limits.figure import Choice, Limit
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
    schema="AWS::SageMaker::EndpointConfig#/ProductionVariants/*/ServerlessConfig/MemorySizeInMB",
)
SERVERLESS_CONCURRENCY = Limit(
    value=200,
    minimum=1,
    unit="invocations",
    what="concurrent invocations of one serverless endpoint",
    source=f"{SAGEMAKER}/dg/serverless-endpoints.html",
    shape="sagemaker:ServerlessMaxConcurrency",
    schema="AWS::SageMaker::EndpointConfig#/ProductionVariants/*/ServerlessConfig/MaxConcurrency",
)
SERVERLESS_PROVISIONED_CONCURRENCY = Limit(
    value=200,
    minimum=1,
    unit="invocations",
    what="provisioned concurrency of one serverless endpoint; at most its maximum concurrency",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariantServerlessConfig.html",
    shape="sagemaker:ServerlessProvisionedConcurrency",
    schema="AWS::SageMaker::EndpointConfig#/ProductionVariants/*/ServerlessConfig/ProvisionedConcurrency",
)
SERVERLESS_MEMORY_SIZES = Choice(
    values=(1024, 2048, 3072, 4096, 5120, 6144),
    what="MiB of memory of a serverless endpoint; the API model and the schema of CloudFormation take any in between",
    source=f"{SAGEMAKER}/dg/serverless-endpoints.html",
)
SERVERLESS_START = Limit(
    value=180,
    unit="s",
    what="download of the model and start of the container until it answers /ping, on a serverless endpoint",
    source=f"{SAGEMAKER}/dg/serverless-endpoints.html",
)
SERVERLESS_IMAGE = Limit(
    value=10 * 1024**3,
    unit="B",
    what="container image of a serverless endpoint",
    source=f"{SAGEMAKER}/dg/serverless-endpoints.html",
)
SERVERLESS_DISK = Limit(
    value=5 * 1024**3,
    unit="B",
    what="disk of a serverless endpoint, whatever its memory",
    source=f"{SAGEMAKER}/dg/serverless-endpoints.html",
)
SERVERLESS_VARIANTS = Limit(
    value=1,
    unit="variants",
    what="production variants of a serverless endpoint",
    source=f"{SAGEMAKER}/dg/serverless-endpoints.html",
)
SERVERLESS_ENDPOINTS = Limit(
    value=50,
    adjustable="quota",
    unit="endpoints",
    what="serverless endpoints of an account in a region",
    source=f"{SAGEMAKER}/dg/serverless-endpoints.html",
)
REGIONAL_SERVERLESS_CONCURRENCY = Limit(
    value=1000,
    adjustable="L-96300102",
    unit="invocations",
    what="concurrency of all serverless endpoints of an account in a large region; a new account may have 10 or fewer",
    source=f"{SAGEMAKER}/dg/serverless-endpoints.html",
)
REGIONAL_SERVERLESS_CONCURRENCY_ELSEWHERE = Limit(
    value=500,
    adjustable="L-96300102",
    unit="invocations",
    what="concurrency of all serverless endpoints of an account in another region; a new account may have 10 or fewer",
    source=f"{SAGEMAKER}/dg/serverless-endpoints.html",
)
SERVERLESS_LARGE_REGIONS = Choice(
    values=(
        "ap-northeast-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "eu-central-1",
        "eu-west-1",
        "us-east-1",
        "us-east-2",
        "us-west-2",
    ),
    what="regions with the higher concurrency of serverless endpoints",
    source=f"{SAGEMAKER}/dg/serverless-endpoints.html",
)
SERVERLESS_REGIONS = Choice(
    values=(
        "af-south-1",
        "ap-east-1",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ca-central-1",
        "eu-central-1",
        "eu-north-1",
        "eu-south-1",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "me-south-1",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
    ),
    what="regions with serverless endpoints; medium confidence: the age of the page is unknown, others may have come",
    source=f"{SAGEMAKER}/dg/serverless-endpoints.html",
)
