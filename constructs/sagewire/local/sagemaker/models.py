"""CreateModel, DescribeModel, DeleteModel, ListModels."""

from dataclasses import dataclass
from typing import Any

from sagewire.local import seams
from sagewire.local.api import Parameters
from sagewire.local.aws_error import invalid
from sagewire.local.sagemaker.collection import Collection
from sagewire.local.sagemaker.roles import ExecutionRole

MODELS = Collection(noun="model", prefix="Model", kind="model", records=seams.scoped_store())

_NOT_HERE = ("ModelPackageName", "AdditionalModelDataSources", "InferenceSpecificationName")


PRIMARY = "primary"


@dataclass(frozen=True, kw_only=True)
class Container:
    """A container of a model: image URI, archive in S3 if any, variables, role if any, name for logs and errors.

    One with many models has the `prefix` that their archives are under, and no archive of its own.
    """

    image: str
    archive: str | None
    environment: dict[str, str]
    role: ExecutionRole | None
    hostname: str = PRIMARY
    prefix: str | None = None


def create_model(parameters: Parameters) -> dict[str, Any]:
    """The role must trust SageMaker; what this hosting does not have is refused."""
    MODELS.require_new(parameters["ModelName"])
    data = [_archive(definition) or _prefix(definition) for definition in _definitions(parameters)]
    role = parameters.get("ExecutionRoleArn")
    if role is not None:
        ExecutionRole.assumed(role)
    elif any(data):
        raise invalid("ExecutionRoleArn is required to read the model data")
    record = {"EnableNetworkIsolation": False, **MODELS.described(parameters)}
    return MODELS.add(parameters, record)


def describe_model(parameters: Parameters) -> dict[str, Any]:
    """The model as it was made."""
    record: dict[str, Any] = MODELS.get(parameters["ModelName"])
    return record


def delete_model(parameters: Parameters) -> None:
    """Endpoints that run it keep running, as on AWS."""
    MODELS.remove(parameters["ModelName"])


def list_models(parameters: Parameters) -> dict[str, Any]:
    """A page of models."""
    return MODELS.page(parameters, MODELS.records.values(), ())


def container(name: str) -> Container:
    """The container of a model, the first one of a pipeline."""
    return containers(name)[0]


def containers(name: str) -> list[Container]:
    """What to run for a model, in the order of its pipeline."""
    model = MODELS.get(name)
    role, definitions = model.get("ExecutionRoleArn"), _definitions(model)
    return [
        Container(
            image=definition["Image"],
            archive=_archive(definition),
            prefix=_prefix(definition),
            environment=dict(definition.get("Environment", {})),
            role=ExecutionRole(role) if role else None,
            hostname=PRIMARY if len(definitions) == 1 else definition.get("ContainerHostname", f"container-{number}"),
        )
        for number, definition in enumerate(definitions, 1)
    ]


def _definitions(parameters: Parameters) -> list[dict[str, Any]]:
    several: list[dict[str, Any]] = parameters.get("Containers") or []
    primary = parameters.get("PrimaryContainer")
    if primary and several:
        raise invalid("A model has either PrimaryContainer or Containers: drop one")
    definitions = [primary] if primary else several
    if not definitions:
        raise invalid("At least one container must be given: set PrimaryContainer")
    for definition in definitions:
        _check_container(definition)
    if len(definitions) > 1:
        _check_pipeline(parameters, definitions)
    return definitions


def _check_container(definition: dict[str, Any]) -> None:
    refused = [name for name in _NOT_HERE if definition.get(name)]
    if definition.get("MultiModelConfig", {}).get("ModelCacheSetting") == "Disabled":
        refused.append("ModelCacheSetting=Disabled")
    if refused:
        raise invalid(f"The embedded AWS does not support {', '.join(refused)} in a container")
    if not definition.get("Image"):
        raise invalid("The container has no Image")
    if _is_multi_model(definition) and not definition.get("ModelDataUrl"):
        raise invalid("A MultiModel container needs a ModelDataUrl: the S3 prefix that its models are under")


def _is_multi_model(definition: dict[str, Any]) -> bool:
    return definition.get("Mode") == "MultiModel"


def _check_pipeline(parameters: Parameters, definitions: list[dict[str, Any]]) -> None:
    if parameters.get("InferenceExecutionConfig", {}).get("Mode") == "Direct":
        raise invalid("The embedded AWS does not support InferenceExecutionConfig.Mode Direct: use Serial")
    if any(_is_multi_model(definition) for definition in definitions):
        raise invalid("The embedded AWS does not support Mode=MultiModel in an inference pipeline")
    names = [definition["ContainerHostname"] for definition in definitions if "ContainerHostname" in definition]
    if names and len(names) < len(definitions):
        raise invalid("If one container of a pipeline has a ContainerHostname, each of them must have one")
    if len(set(names)) < len(names):
        raise invalid(f"Each ContainerHostname must be unique, and they are {', '.join(names)}")


def _archive(definition: dict[str, Any]) -> str | None:
    if _is_multi_model(definition):
        return None
    source = definition.get("ModelDataSource", {}).get("S3DataSource")
    if source is None:
        return definition.get("ModelDataUrl")
    if "ModelDataUrl" in definition:
        raise invalid("A container has either ModelDataUrl or ModelDataSource: drop one")
    if (source["S3DataType"], source["CompressionType"]) != ("S3Object", "Gzip"):
        raise invalid(
            "The embedded AWS reads model data from one tar.gz: use S3DataType S3Object and CompressionType Gzip"
        )
    uri: str = source["S3Uri"]
    return uri


def _prefix(definition: dict[str, Any]) -> str | None:
    return definition["ModelDataUrl"] if _is_multi_model(definition) else None
