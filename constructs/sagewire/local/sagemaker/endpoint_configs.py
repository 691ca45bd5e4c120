"""CreateEndpointConfig, DescribeEndpointConfig, DeleteEndpointConfig, ListEndpointConfigs."""

from collections.abc import Callable, Iterator
from typing import Any

from sagewire.local import seams
from sagewire.local.api import Parameters
from sagewire.local.aws_error import invalid
from sagewire.local.sagemaker.collection import Collection
from sagewire.local.sagemaker.models import MODELS, Container, containers
from sagewire.local.sagemaker.roles import ExecutionRole

CONFIGS = Collection(
    noun="endpoint configuration",
    prefix="EndpointConfig",
    kind="endpoint-config",
    records=seams.scoped_store(),
)

_NOT_HERE = ("ExplainerConfig",)
_MEMORY_STEP = 1024
_NO_CAPTURE = {"EnableCapture": False}


def create_endpoint_config(parameters: Parameters) -> dict[str, Any]:
    """Variants must name models that exist, and keep to what their kind of endpoint can have."""
    CONFIGS.require_new(parameters["EndpointConfigName"])
    for check in _CHECKS:
        for reason in check(parameters):
            raise invalid(reason)
    return CONFIGS.add(parameters, CONFIGS.described(parameters))


def describe_endpoint_config(parameters: Parameters) -> dict[str, Any]:
    """The configuration as it was made."""
    record: dict[str, Any] = CONFIGS.get(parameters["EndpointConfigName"])
    return record


def delete_endpoint_config(parameters: Parameters) -> None:
    """Allowed while an endpoint uses it, as on AWS."""
    CONFIGS.remove(parameters["EndpointConfigName"])


def list_endpoint_configs(parameters: Parameters) -> dict[str, Any]:
    """A page of configurations."""
    return CONFIGS.page(parameters, CONFIGS.records.values(), ())


def _refuse_what_is_not_here(parameters: Parameters) -> Iterator[str]:
    for name in _NOT_HERE:
        if parameters.get(name):
            yield f"The embedded AWS does not support {name}"
    output = parameters.get("AsyncInferenceConfig", {}).get("OutputConfig", {})
    if output.get("NotificationConfig", {}).get("IncludeInferenceResponseIn"):
        yield "The embedded AWS does not support IncludeInferenceResponseIn"


def _variants(parameters: Parameters) -> list[dict[str, Any]]:
    return [*parameters["ProductionVariants"], *parameters.get("ShadowProductionVariants", ())]


def _check_names(parameters: Parameters) -> Iterator[str]:
    names = [variant["VariantName"] for variant in _variants(parameters)]
    if len(set(names)) < len(names):
        yield f"Variant names must be unique, and are {', '.join(names)}"
    for variant in _variants(parameters):
        if "ModelName" in variant:
            MODELS.get(variant["ModelName"])


def _check_components(parameters: Parameters) -> Iterator[str]:
    places = [variant["VariantName"] for variant in _variants(parameters) if "ModelName" not in variant]
    if not places:
        return
    if len(places) < len(_variants(parameters)):
        yield f"Either each variant has a ModelName or none has: {', '.join(places)} has none"
    if "ExecutionRoleArn" not in parameters:
        yield "ExecutionRoleArn is required for an endpoint that hosts inference components"
    ExecutionRole.assumed(parameters["ExecutionRoleArn"])
    for what, excluded in _WITHOUT_COMPONENTS.items():
        if excluded(parameters):
            yield f"Inference components are not supported with {what}"


def _check_kinds(parameters: Parameters) -> Iterator[str]:
    for variant in _variants(parameters):
        has_instances = "InstanceType" in variant or "InstancePools" in variant
        if has_instances == ("ServerlessConfig" in variant):
            yield f"Variant {variant['VariantName']} needs exactly one of InstanceType and ServerlessConfig"


def _serverless(parameters: Parameters) -> list[dict[str, Any]]:
    return [variant for variant in _variants(parameters) if "ServerlessConfig" in variant]


def _containers(parameters: Parameters) -> list[list[Container]]:
    return [containers(variant["ModelName"]) for variant in _variants(parameters) if "ModelName" in variant]


def _is_multi_model(parameters: Parameters) -> bool:
    return any(first.prefix is not None for first, *_ in _containers(parameters))


_EXCLUDED: dict[str, Callable[[Parameters], Any]] = {
    "more than one variant": lambda parameters: len(parameters["ProductionVariants"]) > 1,
    "data capture": lambda parameters: parameters.get("DataCaptureConfig", _NO_CAPTURE).get("EnableCapture", True),
    "asynchronous inference": lambda parameters: parameters.get("AsyncInferenceConfig"),
    "a VPC configuration": lambda parameters: parameters.get("VpcConfig") or _any_model(parameters, "VpcConfig"),
    "network isolation": lambda parameters: (
        parameters.get("EnableNetworkIsolation") or _any_model(parameters, "EnableNetworkIsolation")
    ),
    "an inference pipeline": lambda parameters: any(len(each) > 1 for each in _containers(parameters)),
    "a multi-model container": _is_multi_model,
    "an instance count": lambda parameters: any(
        "InitialInstanceCount" in variant for variant in _serverless(parameters)
    ),
}


def _any_model(parameters: Parameters, member: str) -> bool:
    models = (MODELS.get(variant["ModelName"]) for variant in _variants(parameters) if "ModelName" in variant)
    return any(model.get(member) for model in models)


def _check_serverless(parameters: Parameters) -> Iterator[str]:
    for variant in _serverless(parameters):
        for what, excluded in _EXCLUDED.items():
            if excluded(parameters):
                yield f"Serverless variant {variant['VariantName']} cannot have {what}"
        serverless = variant["ServerlessConfig"]
        if serverless["MemorySizeInMB"] % _MEMORY_STEP:
            yield f"MemorySizeInMB must be 1024, 2048, ... 6144, and is {serverless['MemorySizeInMB']}"
        if serverless.get("ProvisionedConcurrency", 0) > serverless["MaxConcurrency"]:
            yield "ProvisionedConcurrency must not be greater than MaxConcurrency"


def _check_async(parameters: Parameters) -> Iterator[str]:
    output = parameters.get("AsyncInferenceConfig", {}).get("OutputConfig")
    if output is None:
        return
    if "S3OutputPath" not in output:
        yield "The embedded AWS needs an S3OutputPath in AsyncInferenceConfig.OutputConfig"
    if len(parameters["ProductionVariants"]) > 1:
        yield "An asynchronous endpoint has one variant"
    if _is_multi_model(parameters):
        yield "An asynchronous endpoint cannot have a multi-model container: InvokeEndpointAsync takes no TargetModel"


# https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests.html
_WITHOUT_SHADOW: dict[str, Callable[[Parameters], Any]] = {
    "serverless inference": _serverless,
    "asynchronous inference": lambda parameters: parameters.get("AsyncInferenceConfig"),
    "an inference pipeline": lambda parameters: any(len(each) > 1 for each in _containers(parameters)),
    "a multi-model container": _is_multi_model,
}


def _check_shadow(parameters: Parameters) -> Iterator[str]:
    shadows = parameters.get("ShadowProductionVariants", ())
    if not shadows:
        return
    if (len(parameters["ProductionVariants"]), len(shadows)) != (1, 1):
        yield "With ShadowProductionVariants there is one production variant and one shadow variant"
    for what, excluded in _WITHOUT_SHADOW.items():
        if excluded(parameters):
            yield f"Shadow variants are not supported with {what}"


_WITHOUT_COMPONENTS: dict[str, Callable[[Parameters], Any]] = {
    "serverless inference": _serverless,
    "asynchronous inference": lambda parameters: parameters.get("AsyncInferenceConfig"),
    "shadow variants": lambda parameters: parameters.get("ShadowProductionVariants"),
}

_CHECKS: tuple[Callable[[Parameters], Iterator[str]], ...] = (
    _refuse_what_is_not_here,
    _check_names,
    _check_kinds,
    _check_components,
    _check_serverless,
    _check_async,
    _check_shadow,
)
