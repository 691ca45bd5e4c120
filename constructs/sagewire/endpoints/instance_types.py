"""What an instance type has, known or read off its name."""

import re

from sagewire import instances
from sagewire.pseudo import is_token

LOCAL_STORAGE_SOURCE = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html"
# What the names of families with local NVMe storage look like: for types that are newer than the facts.
_LOCAL_STORAGE = re.compile(r"ml\.(?:[a-z]+\d+[a-z]*d[a-z]*|g[4-9]\w*|p[4-9][\w-]*|trn\w+|dl\w+)\.")


def is_instance_type(instance_type: str) -> bool:
    """Whether the name is built like one of SageMaker's."""
    return is_token(instance_type) or instances.FORM.fullmatch(instance_type) is not None


def has_local_storage(instance_type: str) -> bool:
    """Whether instances of this type have NVMe storage of their own, which SageMaker encrypts with a key of its own."""
    if is_token(instance_type):
        return False
    facts = instances.facts(instance_type)
    return facts.local_storage if facts else _LOCAL_STORAGE.match(instance_type) is not None


def family(instance_type: str) -> str | None:
    """`ml.inf1` of `ml.inf1.xlarge`; None for a token."""
    return None if is_token(instance_type) else instance_type.rpartition(".")[0]
