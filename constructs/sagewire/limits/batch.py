"""Figures of a transform job."""

from sagewire.limits.figure import Choice, Limit
from sagewire.limits.sources import SAGEMAKER

TRANSFORM_PAYLOAD = Limit(
    value=100,
    minimum=0,
    unit="MB",
    what="payload of one request of a transform job; 0 sends it in chunks, whatever its size",
    source=f"{SAGEMAKER}/APIReference/API_CreateTransformJob.html",
    shape="sagemaker:MaxPayloadInMB",
    default=6,
)
TRANSFORM_CONCURRENT_PAYLOAD = Limit(
    value=100,
    unit="MB",
    what="payload of one request times the requests at a time, of a transform job",
    source=f"{SAGEMAKER}/APIReference/API_CreateTransformJob.html",
)
TRANSFORM_TIMEOUT = Limit(
    value=3600,
    minimum=1,
    unit="s",
    what="time that a transform job may give one request; 600 s if it does not say",
    source=f"{SAGEMAKER}/APIReference/API_ModelClientConfig.html",
    shape="sagemaker:InvocationsTimeoutInSeconds",
    default=600,
)
TRANSFORM_RETRIES = Limit(
    value=3,
    minimum=0,
    unit="retries",
    what="retries of one request of a transform job",
    source=f"{SAGEMAKER}/APIReference/API_ModelClientConfig.html",
    shape="sagemaker:InvocationsMaxRetries",
    default=3,
)
TRANSFORM_INSTANCES = Limit(
    value=100,
    minimum=1,
    unit="instances",
    what="instances of one transform job",
    source=f"{SAGEMAKER}/APIReference/API_TransformResources.html",
    shape="sagemaker:TransformInstanceCount",
)
TRANSFORM_ENVIRONMENT_ENTRIES = Limit(
    value=16,
    unit="entries",
    what="environment variables that a transform job sets in the container",
    source=f"{SAGEMAKER}/APIReference/API_CreateTransformJob.html",
    shape="sagemaker:TransformEnvironmentMap",
)
TRANSFORM_ENVIRONMENT_NAME = Limit(
    value=1024,
    unit="characters",
    what="name of a transform job's environment variable",
    source=f"{SAGEMAKER}/APIReference/API_CreateTransformJob.html",
    shape="sagemaker:TransformEnvironmentKey",
)
TRANSFORM_ENVIRONMENT_VALUE = Limit(
    value=10_240,
    unit="characters",
    what="value of a transform job's environment variable",
    source=f"{SAGEMAKER}/APIReference/API_CreateTransformJob.html",
    shape="sagemaker:TransformEnvironmentValue",
)
TRANSFORM_JOB_NAME = Limit(
    value=63,
    minimum=1,
    unit="characters",
    what="name of a transform job",
    source=f"{SAGEMAKER}/APIReference/API_CreateTransformJob.html",
    shape="sagemaker:TransformJobName",
)
TRANSFORM_FILTER = Limit(
    value=63,
    minimum=0,
    unit="characters",
    what="JSONPath by which a transform job takes a part of a record",
    source=f"{SAGEMAKER}/APIReference/API_DataProcessing.html",
    shape="sagemaker:JsonPath",
)
TRANSFORM_SPLITS = Choice(
    values=("None", "Line", "RecordIO", "TFRecord"),
    what="how a transform job divides an object into records",
    source=f"{SAGEMAKER}/APIReference/API_TransformInput.html",
    shape="sagemaker:SplitType",
)
TRANSFORM_COMPRESSIONS = Choice(
    values=("None", "Gzip"),
    what="compressions of a transform job's input",
    source=f"{SAGEMAKER}/APIReference/API_TransformInput.html",
    shape="sagemaker:CompressionType",
)
TRANSFORM_STRATEGIES = Choice(
    values=("MultiRecord", "SingleRecord"),
    what="how many records a transform job puts into one request",
    source=f"{SAGEMAKER}/APIReference/API_CreateTransformJob.html",
    shape="sagemaker:BatchStrategy",
)
TRANSFORM_ASSEMBLIES = Choice(
    values=("None", "Line"),
    what="what a transform job puts between the results of one object",
    source=f"{SAGEMAKER}/APIReference/API_TransformOutput.html",
    shape="sagemaker:AssemblyType",
)
TRANSFORM_STATUSES = Choice(
    values=("InProgress", "Completed", "Failed", "Stopping", "Stopped"),
    what="statuses of a transform job",
    source=f"{SAGEMAKER}/APIReference/API_DescribeTransformJob.html",
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
    source=f"{SAGEMAKER}/APIReference/API_TransformResources.html",
)
