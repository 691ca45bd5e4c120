"""MiniStack's CloudFormation leaves TimeToLiveSpecification of a table out."""

from collections.abc import Mapping
from typing import Any

from sagewire.local import seams
from sagewire.local.gaps.resource_types import after_creating


def install() -> None:
    """Apply it."""
    for resource_type in ("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"):
        after_creating(resource_type, _apply)


def _apply(table: str, properties: Mapping[str, Any], _attributes: object) -> None:
    specification = properties.get("TimeToLiveSpecification")
    if specification:
        seams.seam("ministack.services.dynamodb", "_update_ttl")(
            {"TableName": table, "TimeToLiveSpecification": specification}
        )
