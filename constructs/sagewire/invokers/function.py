"""A Lambda function of ours: its code, a role that may write its own log, and nothing else yet."""

from collections.abc import Mapping, Sequence
from functools import cache

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from sagewire import permissions
from sagewire.lambda_code import lambda_code
from sagewire.making import make
from sagewire.permissions import Permission
from sagewire.role import service_role


def inference_function(
    scope: Construct,
    id: str,
    *,
    handler: str,
    timeout: Duration,
    memory_size: int,
    environment: Mapping[str, str],
    allowed: Sequence[Permission],
) -> lambda_.Function:
    """Make the function `handler`, `package.module.function` in lambda_src, which may do what `allowed` says.

    Role and log group are made here rather than by CDK, whose defaults for both depend on the app's feature flags.
    """
    log_group = make(logs.LogGroup, scope, f"{id}Logs", retention=logs.RetentionDays.THREE_MONTHS)
    role = service_role(
        scope,
        f"{id}Role",
        service="lambda.amazonaws.com",
        permissions=[permissions.write_function_logs(log_group.log_group_arn), *allowed],
    )
    return make(
        lambda_.Function,
        scope,
        id,
        runtime=_runtime(),
        architecture=_architecture(),
        code=lambda_code(scope),
        handler=handler,
        timeout=timeout,
        memory_size=memory_size,
        environment=dict(environment),
        role=role,
        log_group=log_group,
    )


@cache
def _runtime() -> lambda_.Runtime:
    return lambda_.Runtime.PYTHON_3_14


@cache
def _architecture() -> lambda_.Architecture:
    return lambda_.Architecture.ARM_64
