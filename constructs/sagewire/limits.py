"""Every AWS figure that sagewire reasons with: once, with its source and the day it was checked."""

from dataclasses import dataclass
from datetime import date

_CHECKED = date(2026, 11, 23)
_SAGEMAKER = "https://docs.aws.amazon.com/sagemaker/latest"
_LAMBDA = "https://docs.aws.amazon.com/lambda/latest"
_SQS = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide"
_API_GATEWAY = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
_REST_API = f"{_API_GATEWAY}/api-gateway-execution-service-limits-table.html"
_WEB_SOCKET = f"{_API_GATEWAY}/apigateway-execution-service-websocket-limits-table.html"
_RULE = "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html"
_ALARM = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One AWS figure.

    `shape` names the botocore shape that states the same figure, "service:Shape", where one does: a test compares them.
    """

    value: int
    unit: str
    what: str
    source: str
    minimum: int | None = None
    shape: str | None = None
    checked: date = _CHECKED


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The values that AWS takes for one setting; `shape` is the botocore enumeration that states them, if one does."""

    values: tuple[str | int, ...]
    what: str
    source: str
    shape: str | None = None
    checked: date = _CHECKED


REAL_TIME_RESPONSE = Limit(
    value=60,
    unit="s",
    what="a real-time endpoint's container answers within this time",
    source=f"{_SAGEMAKER}/APIReference/API_runtime_InvokeEndpoint.html",
)
REAL_TIME_PAYLOAD = Limit(
    value=6_291_456,
    unit="B",
    what="body of a real-time invocation; the API model states this, the hosting FAQ 25 MB",
    source=f"{_SAGEMAKER}/APIReference/API_runtime_InvokeEndpoint.html",
    shape="sagemaker-runtime:BodyBlob",
)
REAL_TIME_STREAM = Limit(
    value=480,
    minimum=1,
    unit="s",
    what="a real-time endpoint's streamed response ends within this time",
    source=f"{_SAGEMAKER}/dg/hosting-faqs.html",
)
SERVERLESS_RESPONSE = Limit(
    value=60,
    unit="s",
    what="a serverless endpoint's container answers within this time",
    source=f"{_SAGEMAKER}/dg/serverless-endpoints.html",
)
SERVERLESS_PAYLOAD = Limit(
    value=4 * 1024 * 1024,
    unit="B",
    what="request and response of a serverless invocation",
    source=f"{_SAGEMAKER}/dg/serverless-endpoints-invoke.html",
)
SERVERLESS_MEMORY = Limit(
    value=6144,
    minimum=1024,
    unit="MiB",
    what="memory of a serverless endpoint, in steps of 1024",
    source=f"{_SAGEMAKER}/dg/serverless-endpoints.html",
    shape="sagemaker:ServerlessMemorySizeInMB",
)
SERVERLESS_CONCURRENCY = Limit(
    value=200,
    minimum=1,
    unit="invocations",
    what="concurrent invocations of one serverless endpoint",
    source=f"{_SAGEMAKER}/dg/serverless-endpoints.html",
    shape="sagemaker:ServerlessMaxConcurrency",
)
SERVERLESS_PROVISIONED_CONCURRENCY = Limit(
    value=200,
    minimum=1,
    unit="invocations",
    what="provisioned concurrency of one serverless endpoint; at most its maximum concurrency",
    source=f"{_SAGEMAKER}/APIReference/API_ProductionVariantServerlessConfig.html",
    shape="sagemaker:ServerlessProvisionedConcurrency",
)
ASYNC_PAYLOAD = Limit(
    value=1024**3,
    unit="B",
    what="an asynchronous invocation's input object",
    source=f"{_SAGEMAKER}/dg/async-inference.html",
)
ASYNC_RESPONSE = Limit(
    value=3600,
    minimum=1,
    unit="s",
    what="an asynchronous invocation may be given at most this time",
    source=f"{_SAGEMAKER}/APIReference/API_runtime_InvokeEndpointAsync.html",
    shape="sagemaker-runtime:InvocationTimeoutSecondsHeader",
)
ASYNC_INVOCATIONS_PER_INSTANCE = Limit(
    value=1000,
    minimum=1,
    unit="invocations",
    what="concurrent invocations that one instance of an asynchronous endpoint is sent",
    source=f"{_SAGEMAKER}/APIReference/API_AsyncInferenceClientConfig.html",
    shape="sagemaker:MaxConcurrentInvocationsPerInstance",
)
PRODUCTION_VARIANTS = Limit(
    value=10,
    minimum=1,
    unit="variants",
    what="production variants of one endpoint",
    source=f"{_SAGEMAKER}/APIReference/API_CreateEndpointConfig.html",
    shape="sagemaker:ProductionVariantList",
)
NAME_LENGTH = Limit(
    value=63,
    minimum=1,
    unit="characters",
    what="name of an endpoint, a variant or a model",
    source=f"{_SAGEMAKER}/APIReference/API_CreateEndpoint.html",
    shape="sagemaker:EndpointName",
)
MODEL_ENVIRONMENT_ENTRIES = Limit(
    value=100,
    unit="entries",
    what="environment variables of a container",
    source=f"{_SAGEMAKER}/APIReference/API_ContainerDefinition.html",
    shape="sagemaker:EnvironmentMap",
)
MODEL_ENVIRONMENT_LENGTH = Limit(
    value=1024,
    unit="B",
    what="key, or value, of a container's environment variable",
    source=f"{_SAGEMAKER}/APIReference/API_ContainerDefinition.html",
    shape="sagemaker:EnvironmentValue",
)
MODEL_ENVIRONMENT_TOTAL = Limit(
    value=32 * 1024,
    unit="B",
    what="all keys and values of the environment of a model's containers",
    source=f"{_SAGEMAKER}/APIReference/API_ContainerDefinition.html",
)
MODEL_CONTAINERS = Limit(
    value=15,
    minimum=2,
    unit="containers",
    what="containers of an inference pipeline",
    source=f"{_SAGEMAKER}/APIReference/API_CreateModel.html",
    shape="sagemaker:ContainerDefinitionList",
)
VPC_SUBNETS = Limit(
    value=16,
    minimum=1,
    unit="subnets",
    what="subnets that a model's containers reach into",
    source=f"{_SAGEMAKER}/APIReference/API_VpcConfig.html",
    shape="sagemaker:Subnets",
)
VPC_SECURITY_GROUPS = Limit(
    value=5,
    minimum=1,
    unit="security groups",
    what="security groups of the network interfaces of a model's containers",
    source=f"{_SAGEMAKER}/APIReference/API_VpcConfig.html",
    shape="sagemaker:VpcSecurityGroupIds",
)
LAMBDA_TIMEOUT = Limit(
    value=900,
    minimum=1,
    unit="s",
    what="timeout of a Lambda function",
    source=f"{_LAMBDA}/dg/gettingstarted-limits.html",
)
LAMBDA_MEMORY = Limit(
    value=10_240,
    minimum=128,
    unit="MiB",
    what="memory of a Lambda function",
    source=f"{_LAMBDA}/dg/gettingstarted-limits.html",
)
LAMBDA_THREADS = Limit(
    value=1024,
    unit="threads",
    what="processes and threads of a Lambda function, and file descriptors as well",
    source=f"{_LAMBDA}/dg/gettingstarted-limits.html",
)
LAMBDA_PAYLOAD = Limit(
    value=6 * 1024 * 1024,
    unit="B",
    what="request, and response, of a synchronous Lambda invocation",
    source=f"{_LAMBDA}/dg/gettingstarted-limits.html",
)
LAMBDA_EVENT_AGE = Limit(
    value=21_600,
    minimum=60,
    unit="s",
    what="age of an asynchronous event that Lambda still tries",
    source=f"{_LAMBDA}/api/API_PutFunctionEventInvokeConfig.html",
    shape="lambda:MaximumEventAgeInSeconds",
)
LAMBDA_ENVIRONMENT = Limit(
    value=4096,
    unit="B",
    what="environment variables of a Lambda function, their names and values together",
    source=f"{_LAMBDA}/dg/gettingstarted-limits.html",
)
SQS_BATCH = Limit(
    value=10_000,
    minimum=1,
    unit="messages",
    what="messages of a standard queue that one invocation takes; above 10 it takes a batching window as well",
    source=f"{_LAMBDA}/dg/services-sqs-parameters.html",
    shape="lambda:BatchSize",
)
SQS_BATCH_AT_ONCE = Limit(
    value=10,
    minimum=1,
    unit="messages",
    what="messages of one invocation without a batching window, and of a FIFO queue at all",
    source=f"{_LAMBDA}/dg/services-sqs-parameters.html",
)
SQS_WINDOW = Limit(
    value=300,
    minimum=0,
    unit="s",
    what="time that Lambda gathers messages of a queue for",
    source=f"{_LAMBDA}/api/API_CreateEventSourceMapping.html",
    shape="lambda:MaximumBatchingWindowInSeconds",
)
SQS_CONCURRENCY = Limit(
    value=1000,
    minimum=2,
    unit="invocations",
    what="concurrent invocations of a function by one queue",
    source=f"{_LAMBDA}/api/API_ScalingConfig.html",
    shape="lambda:MaximumConcurrency",
)
SQS_RECEIVES = Limit(
    value=1000,
    minimum=1,
    unit="receives",
    what="receives of a message before it goes to the dead-letter queue",
    source=f"{_SQS}/sqs-dead-letter-queues.html",
)
SQS_DEFAULT_VISIBILITY = Limit(
    value=30,
    minimum=0,
    unit="s",
    what="visibility timeout of a queue that states none",
    source=f"{_SQS}/sqs-visibility-timeout.html",
)
SQS_VISIBILITY = Limit(
    value=43_200,
    minimum=0,
    unit="s",
    what="visibility timeout of a queue",
    source=f"{_SQS}/quotas-queues.html",
)
SCHEDULER_INPUT = Limit(
    value=256 * 1024,
    unit="B",
    what="input that EventBridge Scheduler passes to its target",
    source="https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html",
)
TARGET_MODEL = Limit(
    value=1024,
    minimum=1,
    unit="characters",
    what="name of a model on a multi-model endpoint",
    source=f"{_SAGEMAKER}/APIReference/API_runtime_InvokeEndpoint.html",
    shape="sagemaker-runtime:TargetModelHeader",
)
HTTP_API_TIMEOUT = Limit(
    value=30,
    unit="s",
    what="an HTTP API waits for the function",
    source=f"{_API_GATEWAY}/http-api-quotas.html",
)
HTTP_API_PAYLOAD = Limit(
    value=10 * 1024 * 1024,
    unit="B",
    what="request, and response, of an HTTP API",
    source=f"{_API_GATEWAY}/http-api-quotas.html",
)
REST_API_TIMEOUT = Limit(
    value=29,
    unit="s",
    what="a REST API waits for the function, unless the account's quota was raised",
    source=_REST_API,
)
REST_API_RAISED_TIMEOUT = Limit(
    value=300,
    minimum=1,
    unit="s",
    what="a Regional REST API waits for the function once the quota was raised, often for a lower throttle quota",
    source=_REST_API,
)
REST_API_PAYLOAD = Limit(
    value=10 * 1024 * 1024,
    unit="B",
    what="request, and response, of a REST API",
    source=_REST_API,
)
WEB_SOCKET_TIMEOUT = Limit(
    value=29,
    unit="s",
    what="a WebSocket API waits for the function",
    source=_WEB_SOCKET,
)
WEB_SOCKET_MESSAGE = Limit(
    value=128 * 1024,
    unit="B",
    what="message of a WebSocket API, in frames of 32 KB at most",
    source=_WEB_SOCKET,
)
TRANSFORM_PAYLOAD = Limit(
    value=100,
    minimum=0,
    unit="MB",
    what="payload of one request of a transform job; 0 sends it in chunks, whatever its size",
    source=f"{_SAGEMAKER}/APIReference/API_CreateTransformJob.html",
    shape="sagemaker:MaxPayloadInMB",
)
TRANSFORM_CONCURRENT_PAYLOAD = Limit(
    value=100,
    unit="MB",
    what="payload of one request times the requests at a time, of a transform job",
    source=f"{_SAGEMAKER}/APIReference/API_CreateTransformJob.html",
)
TRANSFORM_TIMEOUT = Limit(
    value=3600,
    minimum=1,
    unit="s",
    what="time that a transform job may give one request; 600 s if it does not say",
    source=f"{_SAGEMAKER}/APIReference/API_ModelClientConfig.html",
    shape="sagemaker:InvocationsTimeoutInSeconds",
)
TRANSFORM_RETRIES = Limit(
    value=3,
    minimum=0,
    unit="retries",
    what="retries of one request of a transform job",
    source=f"{_SAGEMAKER}/APIReference/API_ModelClientConfig.html",
    shape="sagemaker:InvocationsMaxRetries",
)
TRANSFORM_INSTANCES = Limit(
    value=100,
    minimum=1,
    unit="instances",
    what="instances of one transform job",
    source=f"{_SAGEMAKER}/APIReference/API_TransformResources.html",
    shape="sagemaker:TransformInstanceCount",
)
TRANSFORM_ENVIRONMENT_ENTRIES = Limit(
    value=16,
    unit="entries",
    what="environment variables that a transform job sets in the container",
    source=f"{_SAGEMAKER}/APIReference/API_CreateTransformJob.html",
    shape="sagemaker:TransformEnvironmentMap",
)
TRANSFORM_ENVIRONMENT_NAME = Limit(
    value=1024,
    unit="characters",
    what="name of a transform job's environment variable",
    source=f"{_SAGEMAKER}/APIReference/API_CreateTransformJob.html",
    shape="sagemaker:TransformEnvironmentKey",
)
TRANSFORM_ENVIRONMENT_VALUE = Limit(
    value=10_240,
    unit="characters",
    what="value of a transform job's environment variable",
    source=f"{_SAGEMAKER}/APIReference/API_CreateTransformJob.html",
    shape="sagemaker:TransformEnvironmentValue",
)
TRANSFORM_JOB_NAME = Limit(
    value=63,
    minimum=1,
    unit="characters",
    what="name of a transform job",
    source=f"{_SAGEMAKER}/APIReference/API_CreateTransformJob.html",
    shape="sagemaker:TransformJobName",
)
TRANSFORM_FILTER = Limit(
    value=63,
    minimum=0,
    unit="characters",
    what="JSONPath by which a transform job takes a part of a record",
    source=f"{_SAGEMAKER}/APIReference/API_DataProcessing.html",
    shape="sagemaker:JsonPath",
)
TRANSFORM_SPLITS = Choice(
    values=("None", "Line", "RecordIO", "TFRecord"),
    what="how a transform job divides an object into records",
    source=f"{_SAGEMAKER}/APIReference/API_TransformInput.html",
    shape="sagemaker:SplitType",
)
TRANSFORM_COMPRESSIONS = Choice(
    values=("None", "Gzip"),
    what="compressions of a transform job's input",
    source=f"{_SAGEMAKER}/APIReference/API_TransformInput.html",
    shape="sagemaker:CompressionType",
)
TRANSFORM_STRATEGIES = Choice(
    values=("MultiRecord", "SingleRecord"),
    what="how many records a transform job puts into one request",
    source=f"{_SAGEMAKER}/APIReference/API_CreateTransformJob.html",
    shape="sagemaker:BatchStrategy",
)
TRANSFORM_ASSEMBLIES = Choice(
    values=("None", "Line"),
    what="what a transform job puts between the results of one object",
    source=f"{_SAGEMAKER}/APIReference/API_TransformOutput.html",
    shape="sagemaker:AssemblyType",
)
TRANSFORM_STATUSES = Choice(
    values=("InProgress", "Completed", "Failed", "Stopping", "Stopped"),
    what="statuses of a transform job",
    source=f"{_SAGEMAKER}/APIReference/API_DescribeTransformJob.html",
    shape="sagemaker:TransformJobStatus",
)
TRANSFORM_FAMILIES = Choice(
    values=(
        "m4",
        "c4",
        "p2",
        "p3",
        "c5",
        "m5",
        "m6i",
        "c6i",
        "r6i",
        "m7i",
        "c7i",
        "r7i",
        "g4dn",
        "g5",
        "trn1",
        "inf2",
        "g6",
        "g6e",
    ),
    what="families of instances that run transform jobs",
    source=f"{_SAGEMAKER}/APIReference/API_TransformResources.html",
)
SHADOW_VARIANTS = Limit(
    value=1,
    unit="variants",
    what="shadow variants of an endpoint, beside exactly one production variant",
    source=f"{_SAGEMAKER}/dg/model-shadow-deployment.html",
)
INSTANCE_POOLS = Limit(
    value=5,
    minimum=1,
    unit="pools",
    what="instance pools of a variant",
    source=f"{_SAGEMAKER}/APIReference/API_ProductionVariant.html",
    shape="sagemaker:InstancePoolList",
)
INSTANCE_POOL_PRIORITY = Limit(
    value=5,
    minimum=1,
    unit="(1 is tried first)",
    what="priority of an instance pool",
    source=f"{_SAGEMAKER}/APIReference/API_InstancePool.html",
    shape="sagemaker:InstancePoolPriority",
)
VOLUME_SIZE = Limit(
    value=512,
    minimum=1,
    unit="GB",
    what="storage volume of each instance of a variant",
    source=f"{_SAGEMAKER}/APIReference/API_ProductionVariant.html",
    shape="sagemaker:ProductionVariantVolumeSizeInGB",
)
DOWNLOAD_TIMEOUT = Limit(
    value=3600,
    minimum=60,
    unit="s",
    what="download of a model's artifact onto an instance",
    source=f"{_SAGEMAKER}/APIReference/API_ProductionVariant.html",
    shape="sagemaker:ProductionVariantModelDataDownloadTimeoutInSeconds",
)
STARTUP_TIMEOUT = Limit(
    value=3600,
    minimum=60,
    unit="s",
    what="start of a container until it answers /ping",
    source=f"{_SAGEMAKER}/APIReference/API_ProductionVariant.html",
    shape="sagemaker:ProductionVariantContainerStartupHealthCheckTimeoutInSeconds",
)
PROVISION_TIMEOUT = Limit(
    value=3600,
    minimum=300,
    unit="s",
    what="provisioning of a variant's instances",
    source=f"{_SAGEMAKER}/APIReference/API_ProductionVariant.html",
    shape="sagemaker:VariantInstanceProvisionTimeoutInSeconds",
)
PREFIX_LENGTH = Limit(
    value=65_536,
    minimum=1024,
    unit="characters",
    what="part of a prompt that prefix-aware routing compares",
    source=f"{_SAGEMAKER}/APIReference/API_ProductionVariantRoutingConfig.html",
    shape="sagemaker:PrefixAwareRoutingPrefixLength",
)
PREFIX_CONCURRENCY = Limit(
    value=1024,
    minimum=1,
    unit="requests",
    what="requests under way on an instance above which prefix-aware routing takes another",
    source=f"{_SAGEMAKER}/APIReference/API_ProductionVariantRoutingConfig.html",
    shape="sagemaker:PrefixAwareRoutingConcurrencyThreshold",
)
CAPTURE_SAMPLING = Limit(
    value=100,
    minimum=0,
    unit="%",
    what="share of the requests that data capture keeps",
    source=f"{_SAGEMAKER}/APIReference/API_DataCaptureConfig.html",
    shape="sagemaker:SamplingPercentage",
)
COMPONENT_MEMORY = Limit(
    value=128,
    minimum=128,
    unit="MiB",
    what="least memory that an inference component asks for, for each copy",
    source=f"{_SAGEMAKER}/APIReference/API_InferenceComponentComputeResourceRequirements.html",
    shape="sagemaker:MemoryInMb",
)
ROLLOUT_BAKE = Limit(
    value=3600,
    minimum=0,
    unit="s",
    what="wait after each step of a rollout, while the alarms are watched",
    source=f"{_SAGEMAKER}/APIReference/API_TrafficRoutingConfig.html",
    shape="sagemaker:WaitIntervalInSeconds",
)
ROLLOUT_TERMINATION_WAIT = Limit(
    value=3600,
    minimum=0,
    unit="s",
    what="time that the old fleet is kept after the last step of a rollout",
    source=f"{_SAGEMAKER}/APIReference/API_BlueGreenUpdatePolicy.html",
    shape="sagemaker:TerminationWaitInSeconds",
)
ROLLOUT_TIMEOUT = Limit(
    value=28_800,
    minimum=600,
    unit="s",
    what="duration of a whole rollout; more than its waits together",
    source=f"{_SAGEMAKER}/APIReference/API_BlueGreenUpdatePolicy.html",
    shape="sagemaker:MaximumExecutionTimeoutInSeconds",
)
CANARY_SIZE = Limit(
    value=50,
    minimum=1,
    unit="%",
    what="share of the new fleet that a canary turns on first",
    source=f"{_SAGEMAKER}/APIReference/API_TrafficRoutingConfig.html",
)
LINEAR_STEP = Limit(
    value=50,
    minimum=10,
    unit="%",
    what="share of the new fleet that each step of a linear rollout turns on",
    source=f"{_SAGEMAKER}/APIReference/API_TrafficRoutingConfig.html",
)
ROLLING_BATCH = Limit(
    value=50,
    minimum=5,
    unit="%",
    what="share of the fleet that a rolling rollout replaces at once",
    source=f"{_SAGEMAKER}/APIReference/API_RollingUpdatePolicy.html",
)
ROLLBACK_BATCH = Limit(
    value=100,
    minimum=1,
    unit="%",
    what="share of the fleet that a rollback of a rolling rollout brings back at once",
    source=f"{_SAGEMAKER}/APIReference/API_RollingUpdatePolicy.html",
)
ROLLBACK_ALARMS = Limit(
    value=10,
    minimum=1,
    unit="alarms",
    what="alarms that roll an update of one endpoint back",
    source=f"{_SAGEMAKER}/APIReference/API_AutoRollbackConfig.html",
    shape="sagemaker:AlarmList",
)
SCALE_IN_COOLDOWN = Limit(
    value=86_400,
    minimum=300,
    unit="s",
    what="time between two removals of instances by managed instance scaling, in whole minutes",
    source=f"{_SAGEMAKER}/APIReference/API_ProductionVariantManagedInstanceScaling.html",
)
RULE_NAME = Limit(
    value=64,
    minimum=1,
    unit="characters",
    what="name of a rule of EventBridge",
    source=_RULE,
    shape="events:RuleName",
)
EVENT_SOURCE = Limit(
    value=256,
    minimum=1,
    unit="characters",
    what="source of an event",
    source="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html",
)
RULE_DESCRIPTION = Limit(
    value=512,
    minimum=0,
    unit="characters",
    what="description of a rule of EventBridge",
    source=_RULE,
    shape="events:RuleDescription",
)
S3_URI = Limit(
    value=1024,
    unit="characters",
    what="an s3:// URI that SageMaker is given",
    source=f"{_SAGEMAKER}/APIReference/API_TransformS3DataSource.html",
    shape="sagemaker:S3Uri",
)
CAPTURE_URI = Limit(
    value=512,
    unit="characters",
    what="the s3:// URI below which data capture writes",
    source=f"{_SAGEMAKER}/APIReference/API_DataCaptureConfig.html",
    shape="sagemaker:DestinationS3Uri",
)
ALARM_SPAN = Limit(
    value=604_800,
    unit="s",
    what="time that an alarm looks back, its period times its evaluation periods",
    source=_ALARM,
)
ALARM_SPAN_OF_SHORT_PERIODS = Limit(
    value=86_400,
    unit="s",
    what="time that an alarm looks back whose period is below an hour",
    source=_ALARM,
)
CONTENT_TYPE_LENGTH = Limit(
    value=256,
    minimum=1,
    unit="characters",
    what="content type that data capture keeps as text",
    source=f"{_SAGEMAKER}/APIReference/API_CaptureContentTypeHeader.html",
    shape="sagemaker:CsvContentType",
)
CONTENT_TYPES = Limit(
    value=10,
    minimum=1,
    unit="content types",
    what="content types that data capture keeps as CSV, or as JSON",
    source=f"{_SAGEMAKER}/APIReference/API_CaptureContentTypeHeader.html",
    shape="sagemaker:CsvContentTypes",
)
METRICS_FREQUENCY = Choice(
    values=(10, 30, 60, 120, 180, 240, 300),
    what="seconds between two data points of an endpoint's metrics",
    source=f"{_SAGEMAKER}/APIReference/API_MetricsConfig.html",
)
INFERENCE_AMIS = Choice(
    values=(
        "al2-ami-sagemaker-inference-gpu-2",
        "al2-ami-sagemaker-inference-gpu-2-1",
        "al2-ami-sagemaker-inference-gpu-3-1",
        "al2-ami-sagemaker-inference-neuron-2",
        "al2023-ami-sagemaker-inference-gpu-4-1",
    ),
    what="machine images that a variant may name",
    source=f"{_SAGEMAKER}/APIReference/API_ProductionVariant.html",
    shape="sagemaker:ProductionVariantInferenceAmiVersion",
)
