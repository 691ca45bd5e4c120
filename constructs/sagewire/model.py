"""A SageMaker model: its containers, their artifacts, and a role that reads these and nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagewire import permissions, pseudo
from sagewire.arguments import check_name
from sagewire.artifact import ModelArtifact, ModelDirectory, ObjectPrefix
from sagewire.container import (
    BoundContainer,
    Container,
    any_accelerated,
    check_environments,
    check_pipeline,
    only_container,
    package_container,
)
from sagewire.image import ContainerImage
from sagewire.making import make
from sagewire.network import Network
from sagewire.permissions import Permission
from sagewire.role import attached_policy, execution_role, wait_for_grants
from sagewire.traits import ModelTraits
from sagewire.workload import METADATA_KEY, ModelProfile

if TYPE_CHECKING:
    from aws_cdk import aws_ec2 as ec2

__all__ = ["Model", "ModelTraits", "check_grantee"]

_Model = sagemaker.CfnModel


class Model(Construct):
    """`AWS::SageMaker::Model` and its execution role.

    Every property of the resource is replaced on change, so it has no physical name: new weights, a new image or a
    new environment make a new model, and the endpoint moves over to it.
    """

    traits: ModelTraits
    profile: ModelProfile
    network: Network | None

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        image: ContainerImage | None = None,
        artifact: ModelArtifact | None = None,
        models: ModelDirectory | None = None,
        environment: Mapping[str, str] | None = None,
        containers: Sequence[Container] = (),
        profile: ModelProfile | None = None,
        role: iam.IRole | None = None,
        network: Network | None = None,
        network_isolation: bool = False,
    ) -> None:
        """Make the model: of one container (`image`), or an inference pipeline (`containers`).

        Args:
            scope: The construct that the model belongs to.
            id: Its id in that scope.
            image: What serves the model.
            artifact: Weights and code; None when the image holds them.
            models: Instead of one artifact many, for a multi-model endpoint.
            environment: Variables of the container, on top of those that the image needs.
            containers: Instead of these four: 2 to 15, each of which gets what the one before it answered.
            profile: Latency, memory and start as measured, for the validator.
            role: The execution role; None makes one. A given role gets the same permissions, if it is ours to change.
            network: The VPC that the containers reach; None leaves them where SageMaker puts them.
            network_isolation: Whether the containers reach no network at all; SageMaker still brings the artifact.

        Raises:
            ValueError: For image and containers together, or neither; artifact and models together; for an environment
                of more than 100 variables, of one above 1,024 bytes, or of 32 KB over all containers.
        """
        super().__init__(scope, id)
        pseudo.settle(self, scope)
        if containers:
            check_pipeline(containers, image=image, artifact=artifact, models=models, environment=environment)
            bound = [each.bind(Construct(self, f"Container{n}")) for n, each in enumerate(containers, start=1)]
        else:
            bound = [only_container(image, artifact, models, environment).bind(self, models)]
        self._provision(
            bound,
            profile=profile,
            role=role,
            network=network,
            traits=ModelTraits(
                containers=len(bound),
                multi_model=models is not None,
                network_isolation=network_isolation,
                vpc=network is not None,
                accelerated=any_accelerated(bound),
                uncompressed=any(each.uncompressed for each in bound),
            ),
        )

    @staticmethod
    def from_package(
        scope: Construct,
        id: str,
        *,
        package_arn: str,
        artifacts: Sequence[ObjectPrefix] = (),
        repositories: Sequence[ecr.IRepository] = (),
        images: Sequence[ContainerImage] = (),
        environment: Mapping[str, str] | None = None,
        profile: ModelProfile | None = None,
        role: iam.IRole | None = None,
        network: Network | None = None,
        network_isolation: bool = False,
    ) -> "Model":
        """A model of a package of the Model Registry, which names its containers, images and artifacts.

        The package is looked up when the model is made, by whoever deploys it; at synth nothing is known of it. So what
        the execution role is to read is said here: without it, the endpoint fails to start.

        Args:
            scope: The construct that the model belongs to.
            id: Its id in that scope.
            package_arn: The package with its version; a token, such as the value of an SSM parameter, is fine.
            artifacts: Where the artifacts of the group's packages are.
            repositories: Your own repositories that hold their images.
            images: Images of AWS's that they use, such as `ContainerImage.for_framework("sklearn", "1.2-1")`.
            environment: Variables on top of the package's own.
            profile: Latency, memory and start as measured, for the validator.
            role: The execution role; None makes one. A given role gets the same permissions, if it is ours to change.
            network: The VPC that the containers reach; None leaves them where SageMaker puts them.
            network_isolation: Whether the containers reach no network at all; SageMaker still brings the artifact.

        Raises:
            ValueError: For an ARN of something else, or an environment that SageMaker refuses.
        """
        model = _UnmadeModel(scope, id)
        pulled = [repository.repository_arn for repository in repositories]
        pulled += [arn for image in images if (arn := image.bind(model).repository_arn)]
        package = package_container(package_arn, environment or {}, pulled=pulled, artifacts=artifacts)
        traits = ModelTraits(network_isolation=network_isolation, vpc=network is not None, package=True)
        model._provision(  # noqa: SLF001 - this is its class
            [package], profile=profile, role=role, network=network, traits=traits
        )
        return model

    @staticmethod
    def from_model_name(scope: Construct, id: str, model_name: str) -> "Model":
        """A model that exists, by its name; see `from_model_attributes` for what asks for its role."""
        return Model.from_model_attributes(scope, id, model_name=model_name)

    @staticmethod
    def from_model_attributes(
        scope: Construct,
        id: str,
        *,
        model_name: str,
        role: iam.IRole | None = None,
        traits: ModelTraits | None = None,
        profile: ModelProfile | None = None,
    ) -> "Model":
        """A model that exists, in the stack's account and region.

        Args:
            scope: The construct that the model belongs to.
            id: Its id in that scope.
            model_name: Its name.
            role: Its execution role, for what grants it something: asynchronous endpoints, data capture.
            traits: What it is like; None takes it for one container without any of them.
            profile: Latency, memory and start as measured.
        """
        return _ExistingModel(scope, id, name=model_name, role=role, traits=traits or ModelTraits(), profile=profile)

    @property
    def role(self) -> iam.IRole:
        """The execution role."""
        return self._role

    @property
    def awaited_role(self) -> iam.IRole | None:
        """The role whose grants the model waits for, so that none of them may name what is made of the model."""
        return self._role

    @property
    def model_name(self) -> str:
        """The name that CloudFormation gives the model."""
        return self._resource.attr_model_name

    @property
    def model_arn(self) -> str:
        """The model's ARN."""
        return self._resource.ref

    @property
    def connections(self) -> "ec2.Connections":
        """For the security groups of its network; CDK takes it as `IConnectable`.

        Raises ValueError without a network: `database.connections.allow_default_port_from(model.connections)`.
        """
        if self.network is None:
            raise ValueError(f"model {self.node.path} has no network: give it network=Network(vpc=...)")
        return self.network.connections

    def _provision(
        self,
        containers: Sequence[BoundContainer],
        *,
        profile: ModelProfile | None,
        role: iam.IRole | None,
        network: Network | None,
        traits: ModelTraits,
    ) -> None:
        check_environments(container.environment for container in containers)
        self.profile = profile or ModelProfile()
        self.traits = traits
        self.network = network.bind(self) if network else None
        needed = self._needed(containers)
        self._role: iam.IRole = role or execution_role(self, "ExecutionRole", permissions=needed)
        definitions = [container.to_property() for container in containers]
        self._resource = make(
            _Model,
            self,
            "Resource",
            execution_role_arn=self._role.role_arn,
            primary_container=definitions[0] if len(definitions) == 1 else None,
            containers=definitions if len(definitions) > 1 else None,
            vpc_config=self.network.to_property(_Model.VpcConfigProperty) if self.network else None,
            enable_network_isolation=traits.network_isolation or None,
        )
        if role is not None:
            self._grant(role, needed)
        wait_for_grants(self._resource, self._role)
        if facts := self.profile.to_metadata():
            self._resource.add_metadata(METADATA_KEY, facts)

    def _needed(self, containers: Iterable[BoundContainer]) -> list[Permission]:
        return [
            permissions.log_in_to_registry(),
            permissions.write_endpoint_logs(),
            permissions.put_endpoint_metrics(),
            *chain.from_iterable(container.permissions for container in containers),
            *(self.network.permissions if self.network else ()),
        ]

    def _grant(self, role: iam.IRole, needed: Sequence[Permission]) -> None:
        """Let a given role do the same, before the model is made.

        A role of this app may live in another stack, where a policy that names what is here would make a cycle.
        """
        if isinstance(role, iam.Role):
            self._resource.node.add_dependency(attached_policy(self, "Permissions", roles=[role], permissions=needed))
            return
        for permission in needed:
            permission.grant_to(role).apply_before(self._resource)


class _UnmadeModel(Model):
    """A model whose containers come from elsewhere than `Model`'s arguments."""

    def __init__(self, scope: Construct, id: str) -> None:
        Construct.__init__(self, scope, id)


class _ExistingModel(Model):
    """A model that this app names and does not make."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        role: iam.IRole | None,
        traits: ModelTraits,
        profile: ModelProfile | None,
    ) -> None:
        Construct.__init__(self, scope, id)
        check_name("model_name", name)
        self._name = name
        self._given_role = role
        self.traits = traits
        self.profile = profile or ModelProfile()
        self.network = None

    @property
    def role(self) -> iam.IRole:
        if self._given_role is None:
            raise ValueError(
                f"the role of model {self._name!r} is not known: import it by"
                " Model.from_model_attributes(..., role=...)"
            )
        return self._given_role

    @property
    def awaited_role(self) -> iam.IRole | None:
        return None

    @property
    def model_name(self) -> str:
        return self._name

    @property
    def model_arn(self) -> str:
        return f"arn:{pseudo.partition()}:sagemaker:{pseudo.region()}:{pseudo.account()}:model/{self._name}"


def check_grantee(grantee: iam.IGrantable, models: Sequence[Model]) -> None:
    """Raise ValueError if what is granted, on what is made of these models, is granted to a role that they wait for."""
    if any(grantee is model.awaited_role for model in models):
        raise ValueError(
            "grantee is the execution role of a model that is to be invoked: the model waits for what its role is"
            " granted, and what invokes it for the model, so that none of them could be made; give the caller a role"
            " of its own"
        )
