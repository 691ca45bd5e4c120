"""CreateModel, DescribeModel, DeleteModel, ListModels."""

from dataclasses import dataclass
from typing import Any

from sagewire.local import seams
from sagewire.local.api import Parameters
from sagewire.local.aws_error import invalid
from sagewire.local.sagemaker.collection import Collection
from sagewire.local.sagemaker.roles import ExecutionRole

MODELS = Collection(noun="model", prefix="Model", kind="model", records=seams.scoped_store())

_NOT_HERE = ("ModelPackageName", "MultiModelConfig", "AdditionalModelDataSources", "InferenceSpecificationName")


@dataclass(frozen=True, kw_only=True)
class Container:
    """The one container of a model: image URI, archive in S3 if any, variables, role if any."""

    image: str
    archive: str | None
    environment: dict[str, str]
    role: ExecutionRole | None


def create_model(parameters: Parameters) -> dict[str, Any]:
    """The role must trust SageMaker; what this hosting does not have is refused."""
    MODELS.require_new(parameters["ModelName"])
    definition = _definition(parameters)
    role, data = parameters.get("ExecutionRoleArn"), _archive(definition)
    if role is not None:
        ExecutionRole.assumed(role)
    elif data is not None:
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
    """What to run for a model."""
    model = MODELS.get(name)
    definition = _definition(model)
    role = model.get("ExecutionRoleArn")
    return Container(
        image=definition["Image"],
        archive=_archive(definition),
        environment=dict(definition.get("Environment", {})),
        role=ExecutionRole(role) if role else None,
    )


def _definition(parameters: Parameters) -> dict[str, Any]:
    containers = parameters.get("Containers", [])
    primary = parameters.get("PrimaryContainer")
    definitions = [*containers, *([primary] if primary else [])]
    if not definitions:
        raise invalid("At least one container must be given: set PrimaryContainer")
    if len(definitions) > 1:
        raise invalid("The embedded AWS runs one container per model: inference pipelines are not supported")
    definition: dict[str, Any] = definitions[0]
    refused = [name for name in _NOT_HERE if definition.get(name)]
    refused += ["Mode=MultiModel"] if definition.get("Mode") == "MultiModel" else []
    if refused:
        raise invalid(f"The embedded AWS does not support {', '.join(refused)} in a container")
    if not definition.get("Image"):
        raise invalid("The container has no Image")
    return definition


def _archive(definition: dict[str, Any]) -> str | None:
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
