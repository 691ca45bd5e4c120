"""What the name of an instance type tells."""

import re

from sagewire.pseudo import is_token

LOCAL_STORAGE_SOURCE = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html"
_TYPE = re.compile(r"ml\.[a-z0-9-]+\.[a-z0-9-]+")
# Families with local NVMe storage, which a KMS key of the configuration does not cover.
_LOCAL_STORAGE = re.compile(r"ml\.(?:[a-z]+\d+[a-z]*d[a-z]*|g[4-9]\w*|p[4-9]\w*|trn\w+|dl\w+)\.")


def is_instance_type(instance_type: str) -> bool:
    """Whether the name is built like one of SageMaker's: `ml.`, a family, a size. Which there are, changes monthly."""
    return is_token(instance_type) or _TYPE.fullmatch(instance_type) is not None


def has_local_storage(instance_type: str) -> bool:
    """Whether instances of this type have NVMe storage of their own, which SageMaker encrypts with a key of its own."""
    return not is_token(instance_type) and _LOCAL_STORAGE.match(instance_type) is not None


def family(instance_type: str) -> str | None:
    """`ml.inf1` of `ml.inf1.xlarge`; None for a token."""
    return None if is_token(instance_type) else instance_type.rpartition(".")[0]
