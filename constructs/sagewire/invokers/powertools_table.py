"""The tables of DynamoDB that AWS Lambda Powertools keeps its records in."""

from collections.abc import Mapping

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

    Raises ValueError for another key than Powertools'. Items that never expire are a warning.
    """
    resource = table.node.default_child
    if not isinstance(resource, dynamodb.CfnTable):
        return
    keys: list[Mapping[str, str]] = pseudo.stack_of(scope).resolve(resource.key_schema)
    given = [key["attributeName"] for key in keys]
    if given != [_KEY]:
        raise ValueError(
            f"{name} {table.node.path} has the key {', '.join(given)}; Powertools wants a partition key"
            f" {_KEY!r} of type STRING and no sort key ({_SOURCE})"
        )
    if resource.time_to_live_specification is None:
        Annotations.of(scope).add_warning_v2(
            "sagewire:TableExpiry",
            f"{name} {table.node.path} has no time to live, so that its items stay for ever: give it"
            f" time_to_live_attribute={_EXPIRY!r} ({_SOURCE})",
        )


def allow(function: lambda_.Function, table: dynamodb.ITable, permission: Permission) -> None:
    """Allow the function what it needs of the table, and the key that encrypts the table."""
    permission.grant_to(function)
    if key := key_behind(table.encryption_key):
        permissions.use_table_key(key.key_arn).grant_to(function)
