"""Which local command stands in for a container image."""

import sys
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

from sagewire.local.sagemaker.failures import ModelFailure

_OURS = (sys.executable, "-P", "-m", "sagewire.local.serving")
_TETHER = (sys.executable, "-P", "-m", "sagewire.local.tether", "--")

# https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/ecr-paths.html
_FRAMEWORKS = (
    "sagemaker-scikit-learn",
    "sagemaker-xgboost",
    "pytorch-inference",
    "pytorch-inference-*",
    "huggingface-pytorch-inference",
    "huggingface-pytorch-inference-*",
    "huggingface-tensorflow-inference",
    "tensorflow-inference",
    "tensorflow-inference-*",
    "mxnet-inference",
    "mxnet-inference-*",
    "autogluon-inference",
)
BUILT_IN = tuple(f"*.dkr.ecr.*.amazonaws.com*/{name}:*" for name in _FRAMEWORKS)


def command(image: str, images: Mapping[str, Sequence[str]]) -> list[str]:
    """The command line to append `serve` to; ModelFailure if nothing stands in for `image`."""
    for pattern, argv in images.items():
        if fnmatchcase(image, pattern):
            return [*_TETHER, *argv]
    if any(fnmatchcase(image, pattern) for pattern in BUILT_IN):
        return list(_OURS)
    raise ModelFailure(
        f"The image {image} is not known to the embedded AWS: map it to a local command "
        "with EmbeddedAws.start(images={'*/NAME:*': [command, ...]})"
    )
