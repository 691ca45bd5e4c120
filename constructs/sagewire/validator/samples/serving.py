"""Models and endpoints of each kind, sound as they are."""

from collections.abc import Mapping
from typing import Any

from sagewire.validator.samples import Resources, att, ref, resource, sub

IMAGE = sub("111122223333.dkr.ecr.${AWS::Region}.amazonaws.com/ranking:1.4.2")
ARTIFACT = "s3://models/ranking/1.4.2/model.tar.gz"


def model(
    logical_id: str = "Model",
    *,
    image: Any = IMAGE,
    stated: Mapping[str, Any] | None = None,
    container: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Resources:
    """A model and its role. container: properties of its container. stated: latencyMilliseconds, memoryMiB, ..."""
    primary = {"Image": image, "ModelDataUrl": ARTIFACT, **(container or {})}
    properties = {"ExecutionRoleArn": att("ModelRole", "Arn"), "PrimaryContainer": primary}
    return {
        **resource(logical_id, "AWS::SageMaker::Model", properties, changes, stated=stated),
        **model_role(),
    }


def model_role(logical_id: str = "ModelRole", **changes: Any) -> Resources:
    """The role of a model: SageMaker takes it for this account alone, and it reads one model's artifacts."""
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "sagemaker.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}},
    }
    may = [
        ("s3:GetObject", "arn:${AWS::Partition}:s3:::models/ranking/*"),
        ("s3:ListBucket", "arn:${AWS::Partition}:s3:::models"),
    ]
    statements = [{"Effect": "Allow", "Action": action, "Resource": sub(on)} for action, on in may]
    properties = {
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
        "Policies": [{"PolicyName": "Model", "PolicyDocument": {"Version": "2012-10-17", "Statement": statements}}],
    }
    return resource(logical_id, "AWS::IAM::Role", properties, changes)


def serverless_variant(
    *, model: str = "Model", settings: Mapping[str, Any] | None = None, **changes: Any
) -> dict[str, Any]:
    """A serverless variant. settings: of its ServerlessConfig."""
    serverless = {"MemorySizeInMB": 4096, "MaxConcurrency": 20, **(settings or {})}
    return _variant(model, {"ServerlessConfig": _without_none(serverless)}, changes)


def instance_variant(*, model: str = "Model", **changes: Any) -> dict[str, Any]:
    """A variant of two ml.m5.xlarge."""
    return _variant(model, {"InstanceType": "ml.m5.xlarge", "InitialInstanceCount": 2}, changes)


def config(*variants: Mapping[str, Any], id: str = "Config", **changes: Any) -> Resources:
    """A configuration of these variants."""
    return resource(id, "AWS::SageMaker::EndpointConfig", {"ProductionVariants": list(variants)}, changes)


def endpoint(id: str = "Endpoint", *, config: str = "Config", **changes: Any) -> Resources:
    """An endpoint."""
    properties = {"EndpointConfigName": att(config, "EndpointConfigName")}
    return resource(id, "AWS::SageMaker::Endpoint", properties, changes)


def serverless(
    *, settings: Mapping[str, Any] | None = None, stated: Mapping[str, Any] | None = None, **changes: Any
) -> Resources:
    """A serverless endpoint with its model. settings: of ServerlessConfig. stated: of the model."""
    return {**model(stated=stated), **config(serverless_variant(settings=settings), **changes), **endpoint()}


def real_time(
    *, variant: Mapping[str, Any] | None = None, stated: Mapping[str, Any] | None = None, **changes: Any
) -> Resources:
    """A real-time endpoint with its model. variant: of the variant. stated: of the model. changes: of the config."""
    return {**model(stated=stated), **config(instance_variant(**(variant or {})), **changes), **endpoint()}


def async_settings(**changes: Any) -> dict[str, Any]:
    """The AsyncInferenceConfig of a sound asynchronous endpoint. changes: of its OutputConfig."""
    output = {
        "S3OutputPath": "s3://results/answers/",
        "S3FailurePath": "s3://results/failures/",
        "NotificationConfig": {"SuccessTopic": ref("Answered"), "ErrorTopic": ref("Failed")},
    }
    return {
        "OutputConfig": _without_none({**output, **changes}),
        "ClientConfig": {"MaxConcurrentInvocationsPerInstance": 4},
    }


def asynchronous(
    *,
    output: Mapping[str, Any] | None = None,
    variant: Mapping[str, Any] | None = None,
    stated: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Resources:
    """An asynchronous endpoint with its model and topics. output: of its OutputConfig."""
    settings = async_settings(**(output or {}))
    return {
        **model(stated=stated),
        **config(instance_variant(**(variant or {})), AsyncInferenceConfig=settings, **changes),
        **endpoint(),
        **resource("Answered", "AWS::SNS::Topic", {}, {}),
        **resource("Failed", "AWS::SNS::Topic", {}, {}),
        **_may_answer(),
    }


def _may_answer() -> Resources:
    """Lets the model's role write answers and tell of them."""
    written = sub("arn:${AWS::Partition}:s3:::results/*")
    statements = [
        {"Effect": "Allow", "Action": "s3:PutObject", "Resource": written},
        {"Effect": "Allow", "Action": "sns:Publish", "Resource": [ref("Answered"), ref("Failed")]},
    ]
    document = {"Version": "2012-10-17", "Statement": statements}
    properties = {"PolicyName": "Answer", "PolicyDocument": document, "Roles": [ref("ModelRole")]}
    return resource("MayAnswer", "AWS::IAM::Policy", properties, {})


def component_host(*, variant: Mapping[str, Any] | None = None, **changes: Any) -> Resources:
    """An endpoint for inference components, without any: two ml.g5.2xlarge (8 vCPU, 32 GiB, one GPU each)."""
    hosting = {
        "VariantName": "AllTraffic",
        "InstanceType": "ml.g5.2xlarge",
        "InitialInstanceCount": 2,
        **(variant or {}),
    }
    role = {"ExecutionRoleArn": att("ModelRole", "Arn")}
    return {**config(_without_none(hosting), **{**role, **changes}), **endpoint(), **model_role()}


def component(
    id: str = "Component",
    *,
    requirements: Mapping[str, Any] | None = None,
    stated: Mapping[str, Any] | None = None,
    copies: Any = 1,
    **changes: Any,
) -> Resources:
    """An inference component with its model, for `component_host`. requirements: what each copy asks for."""
    asked = {"MinMemoryRequiredInMb": 8192, "NumberOfAcceleratorDevicesRequired": 1, **(requirements or {})}
    properties = {
        "EndpointName": att("Endpoint", "EndpointName"),
        "VariantName": "AllTraffic",
        "RuntimeConfig": {"CopyCount": copies},
        "Specification": {
            "ModelName": att(f"{id}Model", "ModelName"),
            "ComputeResourceRequirements": _without_none(asked),
        },
    }
    return {
        **model(f"{id}Model", stated=stated),
        **resource(id, "AWS::SageMaker::InferenceComponent", properties, changes),
    }


def _variant(model: str, properties: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    common = {"VariantName": "AllTraffic", "ModelName": att(model, "ModelName"), "InitialVariantWeight": 1}
    return _without_none({**common, **properties, **changes})


def _without_none(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
