"""Figures of a Lambda function."""

from sagewire.limits.figure import Limit
from sagewire.limits.sources import LAMBDA, LAMBDA_QUOTAS

LAMBDA_DEFAULT_TIMEOUT = Limit(
    value=3,
    unit="s",
    what="timeout of a Lambda function that states none",
    source=f"{LAMBDA}/api/API_CreateFunction.html",
)
LAMBDA_DEFAULT_MEMORY = Limit(
    value=128,
    unit="MiB",
    what="memory of a Lambda function that states none",
    source=f"{LAMBDA}/api/API_CreateFunction.html",
)
LAMBDA_TIMEOUT = Limit(
    value=900,
    minimum=1,
    unit="s",
    what="timeout of a Lambda function; the API model states 5,400, which only Lambda Managed Instances give",
    source=LAMBDA_QUOTAS,
    default=LAMBDA_DEFAULT_TIMEOUT.value,
)
LAMBDA_MEMORY = Limit(
    value=10_240,
    minimum=128,
    unit="MiB",
    what="memory of a Lambda function; the API model states 32,768, which only Lambda Managed Instances give",
    source=LAMBDA_QUOTAS,
    default=LAMBDA_DEFAULT_MEMORY.value,
)
LAMBDA_THREADS = Limit(
    value=1024,
    unit="threads",
    what="processes and threads of a Lambda function, and file descriptors as well",
    source=LAMBDA_QUOTAS,
)
LAMBDA_PAYLOAD = Limit(
    value=6 * 1024 * 1024,
    unit="B",
    what="request, and response, of a synchronous Lambda invocation",
    source=LAMBDA_QUOTAS,
)
LAMBDA_EVENT_AGE = Limit(
    value=21_600,
    minimum=60,
    unit="s",
    what="age of an asynchronous event that Lambda still tries",
    source=f"{LAMBDA}/api/API_PutFunctionEventInvokeConfig.html",
    shape="lambda:MaximumEventAgeInSeconds",
    default=21_600,
    schema="AWS::Lambda::EventInvokeConfig#/MaximumEventAgeInSeconds",
)
LAMBDA_ENVIRONMENT = Limit(
    value=4096,
    unit="B",
    what="environment variables of a Lambda function, their names and values together",
    source=LAMBDA_QUOTAS,
)
LAMBDA_STORAGE = Limit(
    value=10_240,
    minimum=512,
    default=512,
    unit="MiB",
    what="ephemeral storage, /tmp, of a Lambda function without an accelerator; the API model states 32,768",
    source=LAMBDA_QUOTAS,
)
LAMBDA_ACCELERATED_STORAGE = Limit(
    value=32_768,
    minimum=512,
    default=512,
    unit="MiB",
    what="ephemeral storage, /tmp, of a Lambda function with an accelerator",
    source=LAMBDA_QUOTAS,
    shape="lambda:EphemeralStorageSize",
    schema="AWS::Lambda::Function#/EphemeralStorage/Size",
)
LAMBDA_EVENT = Limit(
    value=1024 * 1024,
    unit="B",
    what="event of an asynchronous Lambda invocation; its request line and headers may be as long once more",
    source=LAMBDA_QUOTAS,
)
LAMBDA_EVENT_RETRIES = Limit(
    value=2,
    minimum=0,
    default=2,
    unit="retries",
    what="retries of an asynchronous event",
    source=f"{LAMBDA}/api/API_PutFunctionEventInvokeConfig.html",
    shape="lambda:MaximumRetryAttempts",
    schema="AWS::Lambda::EventInvokeConfig#/MaximumRetryAttempts",
)
LAMBDA_STREAM = Limit(
    value=200 * 1024 * 1024,
    unit="B",
    what="streamed response of a Lambda function; the first 6 MB at full speed, the rest at 2 MB a second",
    source=LAMBDA_QUOTAS,
)
LAMBDA_LAYERS = Limit(
    value=5,
    minimum=0,
    unit="layers",
    what="layers of a Lambda function",
    source=LAMBDA_QUOTAS,
    schema="AWS::Lambda::Function#/Layers",
)
LAMBDA_CODE = Limit(
    value=250 * 1024 * 1024,
    unit="B",
    what="code of a Lambda function with all its layers, unzipped",
    source=LAMBDA_QUOTAS,
)
LAMBDA_IMAGE = Limit(
    value=10 * 1024**3,
    unit="B",
    what="container image of a Lambda function, uncompressed",
    source=LAMBDA_QUOTAS,
)
LAMBDA_FILE_DESCRIPTORS = Limit(
    value=1024,
    unit="file descriptors",
    what="open files and sockets of a Lambda function; 4,096 on Lambda Managed Instances",
    source=LAMBDA_QUOTAS,
)
LAMBDA_INIT = Limit(
    value=10,
    unit="s",
    what="start of an on-demand function's code; past it the start runs again, within the function's timeout",
    source=f"{LAMBDA}/dg/lambda-runtime-environment.html",
)
LAMBDA_MEMORY_OF_ONE_VCPU = Limit(
    value=1769,
    unit="MiB",
    what="memory with which a Lambda function has one vCPU",
    source=f"{LAMBDA}/dg/configuration-memory.html",
)
LAMBDA_VPC_SUBNETS = Limit(
    value=16,
    minimum=0,
    unit="subnets",
    what="subnets of a Lambda function",
    source=f"{LAMBDA}/api/API_VpcConfig.html",
    shape="lambda:SubnetIds",
    schema="AWS::Lambda::Function#/VpcConfig/SubnetIds",
)
LAMBDA_VPC_SECURITY_GROUPS = Limit(
    value=5,
    minimum=0,
    unit="security groups",
    what="security groups of a Lambda function",
    source=f"{LAMBDA}/api/API_VpcConfig.html",
    shape="lambda:SecurityGroupIds",
    schema="AWS::Lambda::Function#/VpcConfig/SecurityGroupIds",
)
