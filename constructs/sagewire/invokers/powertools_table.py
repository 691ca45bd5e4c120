"""The tables of DynamoDB that AWS Lambda Powertools keeps its records in."""

from collections.abc import Mapping
from typing import Any

from aws_cdk import Annotations, RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from sagewire import permissions, pseudo
from sagewire.acknowledgements import acknowledge_records
from sagewire.key import key_behind
from sagewire.making import make, struct
from sagewire.permissions import Permission

# What Powertools calls them unless it is told otherwise.
_KEY = "id"
_EXPIRY = "expiration"
_STRING = "S"
_SOURCE = "https://docs.aws.amazon.com/powertools/python/latest/utilities/idempotency/"


def records_table(scope: Construct, id: str, *, encryption_key: kms.IKey | None) -> dynamodb.Table:
    """A table whose items expire, paid by the request.

    It goes when the stack goes: what it holds answers requests to this function alone, and is of no use for long.
    """
    table = make(
        dynamodb.Table,
        scope,
        id,
        partition_key=struct(dynamodb.Attribute, name=_KEY, type=dynamodb.AttributeType.STRING),
        billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
        time_to_live_attribute=_EXPIRY,
        point_in_time_recovery_specification=struct(
            dynamodb.PointInTimeRecoverySpecification, point_in_time_recovery_enabled=True
        ),
        encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED
        if encryption_key
        else dynamodb.TableEncryption.AWS_MANAGED,
        encryption_key=encryption_key,
        removal_policy=RemovalPolicy.DESTROY,
    )
    acknowledge_records(table)
    return table


def check_table(scope: Construct, name: str, table: dynamodb.ITable) -> None:
    """Judge a table of the app's own; nothing is known of one that is imported.

    Raises ValueError for another key than Powertools', or another attribute that says when an item expires. Items that
    never expire are a warning.
    """
    resource = table.node.default_child
    if not isinstance(resource, (dynamodb.CfnTable, dynamodb.CfnGlobalTable)):
        return
    resolve = pseudo.stack_of(scope).resolve
    _check_key(f"{name} {table.node.path}", resolve(resource.key_schema), resolve(resource.attribute_definitions))
    expiry: Mapping[str, Any] | None = resolve(resource.time_to_live_specification)
    if expiry and expiry.get("attributeName", _EXPIRY) != _EXPIRY:
        raise ValueError(
            f"{name} {table.node.path} has items that expire by {expiry['attributeName']!r}; Powertools says when in"
            f" {_EXPIRY!r}: give the table time_to_live_attribute={_EXPIRY!r} ({_SOURCE})"
        )
    if not expiry:
        Annotations.of(scope).add_warning_v2(
            "sagewire:TableExpiry",
            f"{name} {table.node.path} has no time to live, so that its items stay for ever: give it"
            f" time_to_live_attribute={_EXPIRY!r} ({_SOURCE})",
        )


def _check_key(table: str, keys: list[Mapping[str, str]], attributes: list[Mapping[str, str]]) -> None:
    given = [key["attributeName"] for key in keys]
    types = {attribute["attributeName"]: attribute["attributeType"] for attribute in attributes}
    if given == [_KEY] and types.get(_KEY) == _STRING:
        return
    described = ", ".join(f"{key} of type {types.get(key)}" for key in given)
    raise ValueError(
        f"{table} has the key {described}; Powertools wants a partition key {_KEY!r} of type {_STRING} (STRING) and no"
        f" sort key ({_SOURCE})"
    )


def allow(function: lambda_.Function, table: dynamodb.ITable, permission: Permission) -> None:
    """Allow the function what it needs of the table, and the key that encrypts the table."""
    permission.grant_to(function)
    if key := key_behind(table.encryption_key):
        permissions.use_table_key(key.key_arn).grant_to(function)
