"""Faults of a serverless endpoint: figures that no schema states, and what such an endpoint excludes."""

from tests.validator.fault import Fault
from tests.validator.sound_changes import append, put
from tests.validator.sound_parts import att, ref, sub

_CAPACITY = ("ProductionVariants", 0, "ServerlessConfig")

_SECOND_VARIANT = {
    "VariantName": "Second",
    "ModelName": att("ServerlessModel", "ModelName"),
    "InitialVariantWeight": 1,
    "ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 20, "ProvisionedConcurrency": 2},
}
_NETWORK = {"SecurityGroupIds": ["sg-0123456789abcdef0"], "Subnets": ["subnet-0123456789abcdef0"]}
_CAPTURE = {
    "EnableCapture": True,
    "InitialSamplingPercentage": 20,
    "DestinationS3Uri": sub("s3://${Bucket}/captured"),
    "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}],
}
_ASYNCHRONOUS = {
    "OutputConfig": {
        "S3OutputPath": sub("s3://${Bucket}/answers/"),
        "S3FailurePath": sub("s3://${Bucket}/answers/failed/"),
        "KmsKeyId": att("Key"),
        "NotificationConfig": {"SuccessTopic": ref("SuccessTopic"), "ErrorTopic": ref("ErrorTopic")},
    }
}
_ROLLING = {
    "RollingUpdatePolicy": {
        "MaximumBatchSize": {"Type": "CAPACITY_PERCENT", "Value": 50},
        "WaitIntervalInSeconds": 600,
        "MaximumExecutionTimeoutInSeconds": 7200,
    },
    "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": ref("ErrorAlarm")}]},
}

SERVERLESS_FAULTS = (
    Fault(
        name="memory-step",
        says="memory between two of the steps that exist",
        plant=put("ServerlessConfig", *_CAPACITY, "MemorySizeInMB", value=1500),
        unseen=True,
    ),
    Fault(
        name="provisioned-above-maximum",
        says="more provisioned than maximum concurrency",
        plant=put("ServerlessConfig", *_CAPACITY, "ProvisionedConcurrency", value=21),
        unseen=True,
    ),
    Fault(
        name="concurrency-201",
        says="more concurrency than a serverless endpoint can have",
        plant=put("ServerlessConfig", *_CAPACITY, "MaxConcurrency", value=201),
    ),
    Fault(
        name="serverless-instance",
        says="a serverless variant with an instance type",
        plant=put("ServerlessConfig", "ProductionVariants", 0, "InstanceType", value="ml.m5.xlarge"),
        unseen=True,
    ),
    Fault(
        name="serverless-network",
        says="a serverless endpoint whose model is in a VPC",
        plant=put("ServerlessModel", "VpcConfig", value=_NETWORK),
        unseen=True,
    ),
    Fault(
        name="serverless-capture",
        says="a serverless endpoint that captures data",
        plant=put("ServerlessConfig", "DataCaptureConfig", value=_CAPTURE),
        unseen=True,
    ),
    Fault(
        name="serverless-asynchronous",
        says="a serverless endpoint that is asynchronous as well",
        plant=put("ServerlessConfig", "AsyncInferenceConfig", value=_ASYNCHRONOUS),
        unseen=True,
    ),
    Fault(
        name="serverless-isolation",
        says="a serverless endpoint whose model is cut off from the network",
        plant=put("ServerlessModel", "EnableNetworkIsolation", value=True),
        unseen=True,
    ),
    Fault(
        name="serverless-variants",
        says="a serverless endpoint with a second variant",
        plant=append("ServerlessConfig", "ProductionVariants", value=_SECOND_VARIANT),
        unseen=True,
    ),
    Fault(
        name="serverless-rolling",
        says="a rolling update of a serverless endpoint",
        plant=put("ServerlessEndpoint", "DeploymentConfig", value=_ROLLING),
        unseen=True,
    ),
)
