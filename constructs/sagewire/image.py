"""The container image that serves a model: your own, or one of AWS's, found offline."""

import abc
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from weakref import WeakKeyDictionary

from aws_cdk import CfnMapping, Stack
from aws_cdk import aws_ecr as ecr
from constructs import Construct

from sagewire import pseudo
from sagewire.framework_images import FrameworkImage, check_published, find
from sagewire.pseudo import is_token, stack_of

_ECR_URI = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.[a-z0-9.-]+/(?P<repository>[^:@\s]+)[:@]\S+"
)
_TAG_OR_DIGEST = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|sha256:[0-9a-f]+")
# Images that run code/inference.py of the archive once they are told so, as SageMaker's own SDK tells them. The others
# have a server of their own (Triton, LMI, TGI), or an algorithm.
_SCRIPT_MODE = frozenset({"chainer", "huggingface", "mxnet", "pytorch", "sklearn", "tensorflow", "xgboost"})
# XGBoost 0.72: the algorithm alone, older than script mode.
_ALGORITHM_ALONE = frozenset({"xgboost"})
_DEFAULT_SCRIPT = "inference.py"

Platform = Literal["linux/amd64", "linux/arm64"]


@dataclass(frozen=True, kw_only=True)
class ImageLocation:
    """The image inside one stack.

    uri: what SageMaker pulls. repository_arn: where the execution role may pull from; None where it is not known.
    environment: what the image needs set. accelerated: whether it is for GPUs or Neuron; None where nobody said.
    """

    uri: str
    repository_arn: str | None
    accelerated: bool | None = None
    environment: Mapping[str, str] = field(default_factory=dict)


class ContainerImage(abc.ABC):
    """An inference image that honours SageMaker's container contract: `serve`, /ping and /invocations on port 8080.

    https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
    """

    @staticmethod
    def from_uri(uri: str, *, accelerated: bool | None = None) -> "ContainerImage":
        """An image in ECR by its URI.

        Args:
            uri: ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG, or @sha256:…
            accelerated: Whether it is for GPUs or Neuron, so that it can't be served where there are none.

        Raises:
            ValueError: For a URI without tag or digest, or outside ECR.
        """
        return _NamedImage(uri=uri, accelerated=accelerated)

    @staticmethod
    def from_ecr(
        repository: ecr.IRepository, tag_or_digest: str, *, accelerated: bool | None = None
    ) -> "ContainerImage":
        """An image in a repository of yours.

        Args:
            repository: The repository; the execution role may pull from it.
            tag_or_digest: "1.4.2" or "sha256:…".
            accelerated: Whether it is for GPUs or Neuron, so that it can't be served where there are none.

        Raises:
            ValueError: For what ECR takes neither as tag nor as digest.
        """
        return _RepositoryImage(repository=repository, tag_or_digest=tag_or_digest, accelerated=accelerated)

    @staticmethod
    def from_asset(
        directory: str | Path,
        *,
        file: str | None = None,
        build_args: Mapping[str, str] | None = None,
        target: str | None = None,
        platform: Platform = "linux/amd64",
        accelerated: bool | None = None,
    ) -> "ContainerImage":
        """An image that is built from a Dockerfile at deployment; synthesis only takes the folder's fingerprint.

        Args:
            directory: The build's context.
            file: The Dockerfile's path below it; None: "Dockerfile".
            build_args: Its ARGs; they may not be tokens.
            target: The stage to build; None: the last.
            platform: What it runs on. Without it an ARM laptop would build for itself, and SageMaker's x86 instances
                would not start the image; "linux/arm64" is for Graviton.
            accelerated: Whether it is for GPUs or Neuron, so that it can't be served where there are none.

        Raises:
            ValueError: When there is no Dockerfile.
        """
        return _BuiltImage(
            directory=Path(directory),
            file=file,
            build_args=dict(build_args or {}),
            target=target,
            platform=platform,
            accelerated=accelerated,
        )

    @staticmethod
    def for_framework(
        framework: str,
        version: str,
        *,
        processor: str | None = None,
        base_framework: str | None = None,
        python: str | None = None,
        entry_point: str | None = _DEFAULT_SCRIPT,
    ) -> "ContainerImage":
        """AWS's own image of a framework, for the stack's region, or for all of them where the region is not known.

        Args:
            framework: As the SDK calls it: "sklearn", "pytorch", "huggingface", "huggingface-llm" (TGI), "djl-lmi"
                (LMI), "sagemaker-tritonserver", "vllm"…; an unknown one is told all that there are.
            version: A version, or a part of one that the SDK takes: "2.6.0" or "2.6".
            processor: "cpu", "gpu", "graviton", or for Neuron "neuron", "neuronx", "inf", "inf2"; None takes the
                CPU's, or the only one.
            base_framework: What "huggingface" runs on: "pytorch2.6"; None takes the only one.
            python: "py312"; None takes the newest.
            entry_point: The script below code/ of the archive, for frameworks that run one (scikit-learn, XGBoost,
                PyTorch, Hugging Face, TensorFlow, MXNet); None leaves the image to its own handler, such as XGBoost's
                algorithm.

        Raises:
            ValueError: For what AWS publishes no image for, and, once it is used in a stack, for a region; for a
                script where the image runs none. The registries are those of sagemaker-core; `data/images.json` has
                its version.
        """
        image = find(framework, version, processor=processor, base_framework=base_framework, python=python)
        runs_script = framework in _SCRIPT_MODE and image.repository not in _ALGORITHM_ALONE
        if not runs_script and entry_point not in (None, _DEFAULT_SCRIPT):
            raise ValueError(
                f"entry_point is {entry_point!r}; the image of {framework} {version} runs no script: leave it out"
            )
        environment = _script_mode(entry_point) if runs_script and entry_point else {}
        return _FrameworkImage(framework=framework, image=image, environment=environment)

    @abc.abstractmethod
    def bind(self, scope: Construct) -> ImageLocation:
        """Find the image for the stack of `scope`."""


@dataclass(frozen=True, kw_only=True)
class _NamedImage(ContainerImage):
    uri: str
    accelerated: bool | None

    def __post_init__(self) -> None:
        if not is_token(self.uri) and not _ECR_URI.fullmatch(self.uri):
            raise ValueError(
                f"the image is {self.uri!r}; SageMaker pulls from ECR: name it"
                " ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG, or @sha256:…"
            )

    def bind(self, scope: Construct) -> ImageLocation:  # noqa: ARG002
        named = None if is_token(self.uri) else _ECR_URI.fullmatch(self.uri)
        if named is None:
            return ImageLocation(uri=self.uri, repository_arn=None, accelerated=self.accelerated)
        arn = _repository_arn(named["region"], named["account"], named["repository"])
        return ImageLocation(uri=self.uri, repository_arn=arn, accelerated=self.accelerated)


@dataclass(frozen=True, kw_only=True)
class _RepositoryImage(ContainerImage):
    repository: ecr.IRepository
    tag_or_digest: str
    accelerated: bool | None

    def __post_init__(self) -> None:
        if not is_token(self.tag_or_digest) and not _TAG_OR_DIGEST.fullmatch(self.tag_or_digest):
            raise ValueError(
                f"tag_or_digest is {self.tag_or_digest!r}; allowed are a tag, letters, digits, dots, hyphens and"
                " underscores, or sha256:…"
            )

    def bind(self, scope: Construct) -> ImageLocation:  # noqa: ARG002
        return ImageLocation(
            uri=self.repository.repository_uri_for_tag_or_digest(self.tag_or_digest),
            repository_arn=self.repository.repository_arn,
            accelerated=self.accelerated,
        )


@dataclass(frozen=True, kw_only=True)
class _BuiltImage(ContainerImage):
    directory: Path
    file: str | None
    build_args: Mapping[str, str]
    target: str | None
    platform: Platform
    accelerated: bool | None

    def __post_init__(self) -> None:
        dockerfile = self.directory / (self.file or "Dockerfile")
        if not dockerfile.is_file():
            raise ValueError(
                f"there is no Dockerfile at {str(dockerfile)!r}: name its folder, and its file if it differs"
            )

    def bind(self, scope: Construct) -> ImageLocation:
        from aws_cdk import aws_ecr_assets  # noqa: PLC0415 - few models need it, and loading it takes time

        asset = aws_ecr_assets.DockerImageAsset(
            scope,
            "Image",
            directory=str(self.directory.resolve()),
            file=self.file,
            build_args=self.build_args or None,
            target=self.target,
            platform=aws_ecr_assets.Platform.custom(self.platform),
            # Where the app's own folder is the context, the assembly would be copied into itself.
            exclude=["**/cdk.out"],
        )
        return ImageLocation(
            uri=asset.image_uri, repository_arn=asset.repository.repository_arn, accelerated=self.accelerated
        )


@dataclass(frozen=True, kw_only=True)
class _FrameworkImage(ContainerImage):
    framework: str
    image: FrameworkImage
    environment: Mapping[str, str]

    def bind(self, scope: Construct) -> ImageLocation:
        stack = stack_of(scope)
        region = _region_of(stack)
        account = self._account_in(stack, region)
        repository = self.image.repository
        return ImageLocation(
            uri=f"{account}.dkr.ecr.{region}.{pseudo.url_suffix()}/{repository}:{self.image.tag}",
            repository_arn=_repository_arn(region, account, repository),
            environment=self.environment,
            accelerated=self.image.accelerated,
        )

    def _account_in(self, stack: Stack, region: str) -> str:
        if not is_token(region):
            check_published(f"region of {self.framework}", region, self.image.registries)
            return self.image.registries[region]
        accounts = _ACCOUNTS.setdefault(stack, {})
        name = self.image.registries_name
        if name not in accounts:
            mapping = CfnMapping(
                stack, name, mapping={of: {"account": account} for of, account in self.image.registries.items()}
            )
            accounts[name] = mapping.find_in_map(region, "account")
        return accounts[name]


# What each stack answered once: its region, and the look-up in each mapping that it has.
_REGIONS: WeakKeyDictionary[Stack, str] = WeakKeyDictionary()
_ACCOUNTS: WeakKeyDictionary[Stack, dict[str, str]] = WeakKeyDictionary()


def _region_of(stack: Stack) -> str:
    if stack not in _REGIONS:
        _REGIONS[stack] = stack.region
    return _REGIONS[stack]


def _script_mode(entry_point: str) -> dict[str, str]:
    return {"SAGEMAKER_PROGRAM": entry_point, "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code"}


def _repository_arn(region: str, account: str, repository: str) -> str:
    return f"arn:{pseudo.partition()}:ecr:{region}:{account}:repository/{repository}"
