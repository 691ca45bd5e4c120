"""A SageMaker model: its image, its artifact, and a role that reads these and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagewire import permissions
from sagewire.artifact import ArtifactObject, ModelArtifact
from sagewire.image import ContainerImage, ImageLocation
from sagewire.limits import MODEL_ENVIRONMENT_ENTRIES, MODEL_ENVIRONMENT_LENGTH
from sagewire.permissions import Permission
from sagewire.pseudo import is_token
from sagewire.role import execution_role
from sagewire.workload import METADATA_KEY, ModelProfile


@dataclass(frozen=True, kw_only=True)
class ModelTraits:
    """What a model is like, as far as it decides which kinds of endpoint may serve it.

    containers: how many it has; above 1 it is an inference pipeline. multi_model: one container, many artifacts.
    network_isolation, vpc: as set on the model. accelerated: whether an image is for GPUs or Neuron; None: not known.
    uncompressed: its artifact is a prefix in S3, not an archive. package: it comes from the Model Registry.
    """

    containers: int = 1
    multi_model: bool = False
    network_isolation: bool = False
    vpc: bool = False
    accelerated: bool | None = None
    uncompressed: bool = False
    package: bool = False


class Model(Construct):
    """`AWS::SageMaker::Model` and its execution role.

    Every property of the resource is replaced on change, so it has no physical name: new weights, a new image or a
    new environment make a new model, and the endpoint moves over to it.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        image: ContainerImage,
        artifact: ModelArtifact | None = None,
        profile: ModelProfile | None = None,
        environment: Mapping[str, str] | None = None,
        role: iam.IRole | None = None,
    ) -> None:
        """Make the model.

        Args:
            scope: The construct that the model belongs to.
            id: Its id in that scope.
            image: What serves the model.
            artifact: Weights and code; None when the image holds them.
            profile: Latency, memory and start as measured, for the validator.
            environment: Variables of the container, on top of those that the image needs.
            role: The execution role; None makes one. A given role gets the same permissions, if it is ours to change.

        Raises:
            ValueError: For more than 100 variables, or one above 1,024 bytes.
        """
        super().__init__(scope, id)
        self.profile = profile or ModelProfile()
        location = image.bind(self)
        self.traits = ModelTraits(accelerated=location.accelerated)
        stored = artifact.bind(self) if artifact else None
        needed = _needed(location, stored)
        self.role: iam.IRole = role or execution_role(self, "ExecutionRole", permissions=needed)
        self._resource = sagemaker.CfnModel(
            self,
            "Resource",
            execution_role_arn=self.role.role_arn,
            primary_container=sagemaker.CfnModel.ContainerDefinitionProperty(
                image=location.uri,
                model_data_url=stored.url if stored else None,
                environment=_checked({**location.environment, **(environment or {})}),
            ),
        )
        if role is not None:
            self._grant(needed)
        if facts := self.profile.to_metadata():
            self._resource.add_metadata(METADATA_KEY, facts)

    @property
    def model_name(self) -> str:
        """The name that CloudFormation gives the model."""
        return self._resource.attr_model_name

    @property
    def model_arn(self) -> str:
        """The model's ARN."""
        return self._resource.ref

    def _grant(self, needed: Iterable[Permission]) -> None:
        for permission in needed:
            permission.grant_to(self.role).apply_before(self._resource)


def _needed(image: ImageLocation, artifact: ArtifactObject | None) -> list[Permission]:
    needed = [
        permissions.log_in_to_registry(),
        permissions.write_endpoint_logs(),
        permissions.put_endpoint_metrics(),
    ]
    if image.repository_arn:
        needed.append(permissions.pull_image(image.repository_arn))
    if artifact:
        needed.append(permissions.read_object(artifact.arn))
    return needed


def _checked(environment: dict[str, str]) -> dict[str, str] | None:
    if len(environment) > MODEL_ENVIRONMENT_ENTRIES.value:
        raise ValueError(
            f"environment has {len(environment)} variables; allowed are {MODEL_ENVIRONMENT_ENTRIES.value}"
            f" ({MODEL_ENVIRONMENT_ENTRIES.source})"
        )
    for name, value in environment.items():
        for text in (name, value):
            if not is_token(text) and len(text.encode()) > MODEL_ENVIRONMENT_LENGTH.value:
                raise ValueError(
                    f"environment variable {name[:40]!r} is {len(text.encode())} bytes in its name or value;"
                    f" allowed are {MODEL_ENVIRONMENT_LENGTH.value} ({MODEL_ENVIRONMENT_LENGTH.source})"
                )
    return environment or None
