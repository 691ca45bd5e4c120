"""A Lambda function of ours: its code, a role that may write its own log, and nothing else yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from aws_cdk import Duration
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from sagewire import permissions
from sagewire.acknowledgements import acknowledge_traces
from sagewire.invokers.log_key import let_logs_use
from sagewire.lambda_code import lambda_code
from sagewire.making import make
from sagewire.permissions import Permission
from sagewire.role import service_role


@dataclass(frozen=True, kw_only=True)
class FunctionSettings:
    """What an app may choose for functions of ours.

    tracing: whether X-Ray gets traces of what is called. encryption_key: for the log and the environment.
    """

    tracing: lambda_.Tracing | None = None
    encryption_key: kms.IKey | None = None


def inference_function(
    scope: Construct,
    id: str,
    *,
    handler: str,
    timeout: Duration,
    memory_size: int,
    environment: Mapping[str, str],
    allowed: Sequence[Permission],
    settings: FunctionSettings | None = None,
) -> lambda_.Function:
    """Make the function `handler`, `package.module.function` in lambda_src, which may do what `allowed` says.

    Role and log group are made here rather than by CDK, whose defaults for both depend on the app's feature flags.
    """
    chosen = settings or FunctionSettings()
    key = chosen.encryption_key
    log_group = make(logs.LogGroup, scope, f"{id}Logs", retention=logs.RetentionDays.THREE_MONTHS, encryption_key=key)
    needed = [permissions.write_function_logs(log_group.log_group_arn), *allowed]
    if key:
        let_logs_use(scope, key)
        needed.append(permissions.decrypt(key.key_arn))
    if chosen.tracing is lambda_.Tracing.ACTIVE:
        needed.append(permissions.write_traces())
    role = service_role(
        scope,
        f"{id}Role",
        service="lambda.amazonaws.com",
        permissions=needed,
    )
    function = make(
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
        environment_encryption=key,
        role=role,
        log_group=log_group,
    )
    if chosen.tracing:
        _trace(function, chosen.tracing)
        acknowledge_traces(role)
    return function


def _trace(function: lambda_.Function, tracing: lambda_.Tracing) -> None:
    """On the resource: CDK's own way grants anew, by a wildcard without a reason, what the role has already."""
    resource = function.node.default_child
    assert isinstance(resource, lambda_.CfnFunction)
    mode = {lambda_.Tracing.ACTIVE: "Active", lambda_.Tracing.PASS_THROUGH: "PassThrough"}.get(tracing)
    resource.tracing_config = lambda_.CfnFunction.TracingConfigProperty(mode=mode) if mode else None


@cache
def _runtime() -> lambda_.Runtime:
    return lambda_.Runtime.PYTHON_3_14


@cache
def _architecture() -> lambda_.Architecture:
    return lambda_.Architecture.ARM_64
