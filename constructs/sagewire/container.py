"""One container of a model: its image, its artifact and its environment, as SageMaker is told of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagewire import permissions
from sagewire.arguments import check_name, check_range, refuse_beside
from sagewire.artifact import ArtifactLocation, ModelArtifact, ModelDirectory, ObjectPrefix
from sagewire.image import ContainerImage, ImageLocation
from sagewire.limits import (
    MODEL_CONTAINERS,
    MODEL_ENVIRONMENT_ENTRIES,
    MODEL_ENVIRONMENT_LENGTH,
    MODEL_ENVIRONMENT_TOTAL,
)
from sagewire.permissions import Permission
from sagewire.pseudo import is_token

_Model = sagemaker.CfnModel
_VARIABLE = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_PACKAGE_ARN = re.compile(r"arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:\d{12}:model-package/[a-zA-Z0-9-]+(/\d+)?")
# Every property of a model replaces it on change, tags do not: so the version is a variable.
_VERSION_VARIABLE = "SAGEWIRE_ARTIFACT_VERSION"


@dataclass(frozen=True, kw_only=True)
class Container:
    """A container of an inference pipeline: it gets what the one before it answered.

    image: what serves. artifact: weights and code; None when the image holds them.
    environment: variables, on top of those that the image needs.
    hostname: its name among the containers.

    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html
    """

    image: ContainerImage
    artifact: ModelArtifact | None = None
    environment: Mapping[str, str] | None = None
    hostname: str | None = None

    def __post_init__(self) -> None:
        check_name("hostname", self.hostname)

    def bind(self, scope: Construct, models: ModelDirectory | None = None) -> "BoundContainer":
        """Find image and artifact for a model below `scope`; `models` are those of a multi-model container."""
        image = self.image.bind(scope)
        artifact = self.artifact.bind(scope) if self.artifact else None
        version = {_VERSION_VARIABLE: artifact.version} if artifact and artifact.version else {}
        return BoundContainer(
            definition={
                "image": image.uri,
                "container_hostname": self.hostname,
                **(artifact.definition if artifact else {}),
                **(models.definition if models else {}),
            },
            environment={**image.environment, **version, **(self.environment or {})},
            permissions=_needed(image, artifact, models),
            accelerated=image.accelerated,
            uncompressed=artifact.uncompressed if artifact else False,
        )


@dataclass(frozen=True, kw_only=True)
class BoundContainer:
    """A container once its image and its artifact have their places; `permissions` are what the role needs for it."""

    definition: Mapping[str, object]
    environment: Mapping[str, str]
    permissions: Sequence[Permission]
    accelerated: bool | None = None
    uncompressed: bool = False

    def to_property(self) -> _Model.ContainerDefinitionProperty:
        """The container as it stands in the model."""
        return _Model.ContainerDefinitionProperty(
            environment=dict(self.environment) or None,
            **self.definition,  # type: ignore[arg-type]
        )


def only_container(
    image: ContainerImage | None,
    artifact: ModelArtifact | None,
    models: ModelDirectory | None,
    environment: Mapping[str, str] | None,
) -> Container:
    """The one container of a model. Raises ValueError for no image, or for artifact and models together."""
    if image is None:
        raise ValueError("a model takes an image, or 2 to 15 containers; neither is given")
    if artifact is not None and models is not None:
        raise ValueError("a model takes an artifact, or models; both are given: leave one out")
    return Container(image=image, artifact=artifact, environment=environment)


def package_container(
    arn: str, environment: Mapping[str, str], *, pulled: Sequence[str], artifacts: Iterable[ObjectPrefix]
) -> BoundContainer:
    """What stands for the containers of a model package, with repositories and objects that these need.

    Raises ValueError for the ARN of something else.
    """
    if not is_token(arn) and not _PACKAGE_ARN.fullmatch(arn):
        raise ValueError(
            f"package_arn is {arn!r}; allowed is the ARN of a model package:"
            " arn:aws:sagemaker:REGION:ACCOUNT:model-package/GROUP/VERSION"
        )
    read = [permission for artifact in artifacts for permission in artifact.permissions]
    return BoundContainer(
        definition={"model_package_name": arn},
        environment=environment,
        permissions=[*map(permissions.pull_image, pulled), *read],
    )


def check_pipeline(containers: Sequence[Container], **others: object) -> None:
    """Raise ValueError unless there are 2 to 15 containers, and none of the arguments of a single one beside them."""
    refuse_beside("containers", others)
    check_range("the number of containers", len(containers), MODEL_CONTAINERS)
    names = [container.hostname for container in containers if container.hostname]
    if len(set(names)) < len(names):
        raise ValueError(f"hostname must differ between containers; given are {', '.join(names)}")


def any_accelerated(containers: Iterable[BoundContainer]) -> bool | None:
    """Whether one of the images is for GPUs or Neuron; None where none is known to be, and not all are known."""
    known = [container.accelerated for container in containers]
    if True in known:
        return True
    return None if None in known else False


def check_environments(environments: Iterable[Mapping[str, str]]) -> None:
    """Raise ValueError for variables that SageMaker refuses, each for itself or all of a model's containers together.

    What is known at deployment only counts for nothing.
    """
    total = 0
    for environment in environments:
        if len(environment) > MODEL_ENVIRONMENT_ENTRIES.value:
            raise ValueError(
                f"environment has {len(environment)} variables; allowed are {MODEL_ENVIRONMENT_ENTRIES.value}"
                f" ({MODEL_ENVIRONMENT_ENTRIES.source})"
            )
        total += sum(_checked_size(name, value) for name, value in environment.items())
    if total > MODEL_ENVIRONMENT_TOTAL.value:
        raise ValueError(
            f"the environment of all containers is {total} bytes; allowed are {MODEL_ENVIRONMENT_TOTAL.value}: put"
            f" what is large into the artifact ({MODEL_ENVIRONMENT_TOTAL.source})"
        )


def _checked_size(name: str, value: str) -> int:
    if not is_token(name) and not _VARIABLE.fullmatch(name):
        raise ValueError(
            f"environment variable {name[:40]!r}: a name is letters, digits and _, and does not begin with a digit"
            f" ({MODEL_ENVIRONMENT_LENGTH.source})"
        )
    sizes = [len(text.encode()) for text in (name, value) if not is_token(text)]
    if max(sizes, default=0) > MODEL_ENVIRONMENT_LENGTH.value:
        raise ValueError(
            f"environment variable {name[:40]!r} is {max(sizes)} bytes in its name or value;"
            f" allowed are {MODEL_ENVIRONMENT_LENGTH.value} ({MODEL_ENVIRONMENT_LENGTH.source})"
        )
    return sum(sizes)


def _needed(image: ImageLocation, artifact: ArtifactLocation | None, models: ModelDirectory | None) -> list[Permission]:
    needed = [permissions.pull_image(image.repository_arn)] if image.repository_arn else []
    if artifact:
        needed += artifact.permissions
    if models:
        needed += models.permissions
    return needed
