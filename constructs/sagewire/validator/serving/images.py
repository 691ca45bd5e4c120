"""What the name of a container image tells: where it lies, and what it was built for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from sagewire.framework_images import registry_accounts
from sagewire.validator.value import Value

Accelerator = Literal["gpu", "neuron", "none"]
# What messages call them.
ACCELERATORS = {"gpu": "GPUs", "neuron": "Neuron"}

_REGISTRY = re.compile(r"(\d{12}|\*)\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+|\*)\.")
# With a part above the last one: a single word may stand for an image that is named elsewhere.
_NAMED = re.compile(r"[a-z0-9*][a-z0-9._:*-]*/[A-Za-z0-9._:@/*-]+")
# Docker Hub's own images, with a tag: nobody calls something else so.
_OF_DOCKER_HUB = re.compile(
    r"(?:alpine|amazonlinux|busybox|debian|fedora|golang|nginx|node|openjdk|python|rust|ubuntu):[a-zA-Z0-9_][\w.-]*"
)
# Private registries of ECR, however they are addressed; only a gallery that is open to all is not one.
_OF_AWS = re.compile(r"\.dkr[.-]ecr|amazonaws|\.on\.aws")
_CUDA = re.compile(r"cu(\d{2,3})")
# AWS's servers of language models that begin by looking for their accelerator, and end where there is none.
_NOTHING_WITHOUT = frozenset(
    {
        "huggingface-sglang",
        "huggingface-vllm",
        "huggingface-vllm-inference-neuronx",
        "huggingface-vllm-omni",
        "sglang",
        "vllm",
    }
)
# AWS's images for x86 that it publishes for Graviton too, under another name or tag.
_BUILT_TWICE = frozenset(
    {
        "llama-cpp",
        "pytorch-inference",
        "sagemaker-scikit-learn",
        "sagemaker-xgboost",
        "tensorflow-inference",
    }
)


class Image(NamedTuple):
    """An image, as far as its name is known.

    account, region: of its registry in ECR; None elsewhere, or not known. repository: None: not known.
    tag: "" where there certainly is none; None where it is not known, or has no say since there is a digest.
    """

    account: str | None
    region: str | None
    repository: str | None
    tag: str | None

    @property
    def name(self) -> str:
        """Its repository and tag, as far as they are known."""
        return f"{self.repository or '*'}:{self.tag}" if self.tag else self.repository or "*"

    @property
    def published(self) -> bool:
        """Whether it certainly is one of AWS's own."""
        return self.account in registry_accounts()

    @property
    def accelerator(self) -> Accelerator | None:
        """What its name says that it was built for; None where the name does not say."""
        words = self._words
        if words & {"neuron", "neuronx"} or (self.published and words & {"inf", "inf2"}):
            return "neuron"
        gpu = bool(words & {"cuda", "gpu"}) or any(_CUDA.fullmatch(word) for word in words)
        if gpu == ("cpu" in words):
            return None
        return "gpu" if gpu else "none"

    @property
    def needs_accelerator(self) -> bool:
        """Whether it certainly does nothing without its accelerator."""
        if not self.published or self.accelerator not in ("gpu", "neuron"):
            return False
        return self.accelerator == "neuron" or self.repository in _NOTHING_WITHOUT

    @property
    def architecture(self) -> Literal["arm64", "x86_64"] | None:
        """What it certainly was built for, and for nothing else."""
        if not self.published or self.repository is None or self.tag is None:
            return None
        if self._words & {"arm64", "graviton"}:
            return "arm64"
        return "x86_64" if self.repository in _BUILT_TWICE else None

    @property
    def cuda(self) -> int | None:
        """The major version of CUDA that it was built with: 13 of cu130."""
        versions = [found[1] for word in self._words if (found := _CUDA.fullmatch(word))]
        return int(versions[0][:2]) if len(versions) == 1 and len(versions[0]) > 2 else None  # noqa: PLR2004 - cu92

    @property
    def _words(self) -> frozenset[str]:
        return frozenset(re.split(r"[-_./]", f"{self.repository or ''}/{self.tag or ''}".lower()))


def outside_ecr(value: Value) -> str | None:
    """The registry of an image that certainly is not in ECR; a name that names none is of Docker Hub."""
    pattern = value.pattern or ""
    if _OF_DOCKER_HUB.fullmatch(pattern):
        return "docker.io"
    if not _NAMED.fullmatch(pattern):
        return None
    first = pattern.partition("/")[0]
    if "*" in first or _OF_AWS.search(first):
        return None
    return first if "." in first or ":" in first else "docker.io"


def image_of(value: Value) -> Image | None:
    """The image that a value names; None where nothing is known of its name."""
    pattern = value.pattern
    return _named(pattern) if pattern else None


@lru_cache(maxsize=1_000)
def _named(pattern: str) -> Image:
    name, at, _ = pattern.partition("@")
    path, slash, last = name.rpartition("/")
    repository, colon, tag = last.partition(":")
    registry = _REGISTRY.match(name)
    account, region = registry.groups() if registry else ("*", "*")
    above = path.partition("/")[2] if registry else path
    whole = f"{above}/{repository}" if slash and above else repository
    return Image(
        account=None if account == "*" else account,
        region=None if region == "*" else region,
        repository=None if "*" in whole else whole,
        tag=None if at or "*" in (tag if colon else last) else tag,
    )
