"""AddTags, ListTags, DeleteTags."""

from typing import Any

from sagewire.local.api import Parameters
from sagewire.local.aws_error import invalid
from sagewire.local.sagemaker.collection import TAGS


def add_tags(parameters: Parameters) -> dict[str, Any]:
    """Set tags, and answer all of the resource's."""
    tags = _of(parameters)
    tags.update({tag["Key"]: tag["Value"] for tag in parameters["Tags"]})
    return _listed(tags)


def list_tags(parameters: Parameters) -> dict[str, Any]:
    """All tags of a resource."""
    return _listed(_of(parameters))


def delete_tags(parameters: Parameters) -> dict[str, Any]:
    """Remove tags; one that is not there is no error."""
    tags = _of(parameters)
    for key in parameters["TagKeys"]:
        tags.pop(key, None)
    return {}


def _of(parameters: Parameters) -> dict[str, str]:
    tags: dict[str, str] | None = TAGS.get(parameters["ResourceArn"])
    if tags is None:
        raise invalid(f'Could not find resource "{parameters["ResourceArn"]}".')
    return tags


def _listed(tags: dict[str, str]) -> dict[str, Any]:
    return {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}
