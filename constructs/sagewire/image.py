"""The container image that serves a model: your own, or one of AWS's, found offline."""

import abc
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from aws_cdk import CfnMapping, Stack
from aws_cdk import aws_ecr as ecr
from constructs import Construct

from sagewire.pseudo import is_token

_ECR_URI = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.[a-z0-9.-]+/(?P<repository>[^:@]+)[:@].+"
)
# What AWS's framework images are told by SageMaker's own SDK so that they serve code/inference.py of the archive.
_SCRIPT_MODE = {
    "SAGEMAKER_PROGRAM": "inference.py",
    "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code",
}


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
    def from_uri(uri: str) -> "ContainerImage":
        """An image in ECR by its URI. Raises ValueError for a URI without tag or digest, or outside ECR."""
        return _NamedImage(uri=uri)

    @staticmethod
    def from_ecr(repository: ecr.IRepository, tag_or_digest: str) -> "ContainerImage":
        """An image in a repository of yours: "1.4.2" or "sha256:…"."""
        return _RepositoryImage(repository=repository, tag_or_digest=tag_or_digest)

    @staticmethod
    def for_framework(framework: str, version: str, *, processor: str = "cpu") -> "ContainerImage":
        """AWS's own image of a framework, for the stack's region, or for all of them where the region is not known.

        Raises ValueError for a framework, a version or a processor that AWS publishes no image for, and, once it is
        used in a stack, for a region. The registries are those of sagemaker-core; `data/images.json` has its version.
        """
        return _FrameworkImage(framework=framework, version=version, processor=processor)

    @abc.abstractmethod
    def bind(self, scope: Construct) -> ImageLocation:
        """Find the image for the stack of `scope`."""


@dataclass(frozen=True, kw_only=True)
class _NamedImage(ContainerImage):
    uri: str

    def __post_init__(self) -> None:
        if not is_token(self.uri) and not _ECR_URI.fullmatch(self.uri):
            raise ValueError(
                f"the image is {self.uri!r}; SageMaker pulls from ECR:"
                " ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG, or @sha256:…"
            )

    def bind(self, scope: Construct) -> ImageLocation:
        named = None if is_token(self.uri) else _ECR_URI.fullmatch(self.uri)
        if named is None:
            return ImageLocation(uri=self.uri, repository_arn=None)
        arn = _repository_arn(scope, named["region"], named["account"], named["repository"])
        return ImageLocation(uri=self.uri, repository_arn=arn)


@dataclass(frozen=True, kw_only=True)
class _RepositoryImage(ContainerImage):
    repository: ecr.IRepository
    tag_or_digest: str

    def bind(self, scope: Construct) -> ImageLocation:  # noqa: ARG002
        return ImageLocation(
            uri=self.repository.repository_uri_for_tag_or_digest(self.tag_or_digest),
            repository_arn=self.repository.repository_arn,
        )


@dataclass(frozen=True, kw_only=True)
class _FrameworkImage(ContainerImage):
    framework: str
    version: str
    processor: str

    def __post_init__(self) -> None:
        frameworks = _published()["frameworks"]
        _check("framework", self.framework, frameworks)
        _check(f"version of {self.framework}", self.version, self._images["versions"])
        _check(f"processor of {self.framework} {self.version}", self.processor, self._release["processors"])

    @property
    def _images(self) -> dict[str, Any]:
        images: dict[str, Any] = _published()["frameworks"][self.framework]
        return images

    @property
    def _release(self) -> dict[str, Any]:
        release: dict[str, Any] = self._images["versions"][self.version]
        return release

    def bind(self, scope: Construct) -> ImageLocation:
        stack = Stack.of(scope)
        account = self._account_in(stack)
        repository = self._images["repository"]
        tag = f"{self.version}-{self.processor}-{self._release['python']}"
        return ImageLocation(
            uri=f"{account}.dkr.ecr.{stack.region}.{stack.url_suffix}/{repository}:{tag}",
            repository_arn=_repository_arn(stack, stack.region, account, repository),
            environment=_SCRIPT_MODE,
            accelerated=self.processor != "cpu",
        )

    def _account_in(self, stack: Stack) -> str:
        registries: dict[str, str] = self._images["registries"]
        if not is_token(stack.region):
            _check(f"region of {self.framework}", stack.region, registries)
            return registries[stack.region]
        name = f"{self.framework.title()}Registries"
        mapping = stack.node.try_find_child(name) or CfnMapping(
            stack, name, mapping={region: {"account": account} for region, account in registries.items()}
        )
        assert isinstance(mapping, CfnMapping)
        return mapping.find_in_map(stack.region, "account")


def _repository_arn(scope: Construct, region: str, account: str, repository: str) -> str:
    return f"arn:{Stack.of(scope).partition}:ecr:{region}:{account}:repository/{repository}"


def _check(what: str, given: str, published: Mapping[str, Any] | list[str]) -> None:
    if given not in published:
        raise ValueError(f"AWS publishes no image for {what} {given!r}; there are {', '.join(sorted(published))}")


@cache
def _published() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(resources.files("sagewire").joinpath("data/images.json").read_text())
    return data
