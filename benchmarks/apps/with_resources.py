"""The same resources as with_sagewire.py makes, with CDK's typed L1s and its asset constructs."""

from functools import cache
from pathlib import Path

from aws_cdk import Aws, CfnMapping, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3_assets as assets
from aws_cdk import aws_sagemaker as sagemaker
from aws_cdk import aws_sqs as sqs

LAMBDA_SOURCE = Path(__file__).parents[2] / "lambda_src"
REPOSITORY = "sagemaker-scikit-learn"
LOGS = f"arn:{Aws.PARTITION}:logs:{Aws.REGION}:{Aws.ACCOUNT_ID}:log-group:/aws/sagemaker/Endpoints/*"


def trust(service: str, **condition: object) -> dict[str, object]:
    """A trust policy."""
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}, **condition}
    return {"Version": "2012-10-17", "Statement": [statement]}


def document(*allowed: tuple[list[str], str]) -> dict[str, object]:
    """A policy document."""
    statements = [{"Effect": "Allow", "Action": actions, "Resource": resource} for actions, resource in allowed]
    return {"Version": "2012-10-17", "Statement": statements}


def inline(*allowed: tuple[list[str], str]) -> list[iam.CfnRole.PolicyProperty]:
    """The policy that a role is made with."""
    return [iam.CfnRole.PolicyProperty(policy_name="Permissions", policy_document=document(*allowed))]


@cache
def registries(stack: Stack) -> CfnMapping:
    """Where the images are, once in a stack."""
    return CfnMapping(stack, "Registries", mapping={"us-east-1": {"account": "683313688378"}})


@cache
def code_of(stack: Stack) -> assets.Asset:
    """The functions' code, once in a stack."""
    return assets.Asset(stack, "Code", path=str(LAMBDA_SOURCE), exclude=["**/__pycache__", "**/*.pyc"])


def real_time(stack: Stack, number: int) -> None:
    """Everything for one endpoint."""
    archive = assets.Asset(stack, f"Artifact{number}", path="model")
    code = code_of(stack)
    account = registries(stack).find_in_map(Aws.REGION, "account")

    role = iam.CfnRole(
        stack,
        f"ExecutionRole{number}",
        assume_role_policy_document=trust(
            "sagemaker.amazonaws.com", Condition={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}}
        ),
        policies=inline(
            (["ecr:GetAuthorizationToken"], "*"),
            (["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"], LOGS),
            (["cloudwatch:PutMetricData"], "*"),
            (["ecr:BatchGetImage"], f"arn:{Aws.PARTITION}:ecr:{Aws.REGION}:{account}:repository/{REPOSITORY}"),
            (["s3:GetObject"], f"arn:{Aws.PARTITION}:s3:::{archive.s3_bucket_name}/{archive.s3_object_key}"),
        ),
    )
    model = sagemaker.CfnModel(
        stack,
        f"Model{number}",
        execution_role_arn=role.attr_arn,
        primary_container=sagemaker.CfnModel.ContainerDefinitionProperty(
            image=f"{account}.dkr.ecr.{Aws.REGION}.{Aws.URL_SUFFIX}/{REPOSITORY}:1.2-1-cpu-py3",
            model_data_url=archive.s3_object_url,
            environment={"SAGEMAKER_PROGRAM": "inference.py"},
        ),
    )
    config = sagemaker.CfnEndpointConfig(
        stack,
        f"Config{number}",
        production_variants=[
            sagemaker.CfnEndpointConfig.ProductionVariantProperty(
                variant_name="AllTraffic",
                model_name=model.attr_model_name,
                instance_type="ml.c7i.large",
                initial_instance_count=1,
                initial_variant_weight=1,
            )
        ],
    )
    endpoint = sagemaker.CfnEndpoint(stack, f"Endpoint{number}", endpoint_config_name=config.attr_endpoint_config_name)

    log_group = logs.CfnLogGroup(stack, f"Logs{number}", retention_in_days=90)
    queue = sqs.CfnQueue(stack, f"DeadLetters{number}", sqs_managed_sse_enabled=True, message_retention_period=1209600)
    function_role = iam.CfnRole(
        stack,
        f"FunctionRole{number}",
        assume_role_policy_document=trust("lambda.amazonaws.com"),
        policies=inline(
            (["logs:CreateLogStream", "logs:PutLogEvents"], log_group.attr_arn),
            (["sagemaker:InvokeEndpoint"], endpoint.ref),
        ),
    )
    sending = iam.CfnPolicy(
        stack,
        f"DeadLetterPolicy{number}",
        policy_name=f"DeadLetterPolicy{number}",
        policy_document=document((["sqs:SendMessage"], queue.attr_arn)),
        roles=[function_role.ref],
    )
    function = lambda_.CfnFunction(
        stack,
        f"Function{number}",
        role=function_role.attr_arn,
        code=lambda_.CfnFunction.CodeProperty(s3_bucket=code.s3_bucket_name, s3_key=code.s3_object_key),
        handler="invoke.handler.handler",
        runtime="python3.14",
        architectures=["arm64"],
        timeout=75,
        memory_size=512,
        logging_config=lambda_.CfnFunction.LoggingConfigProperty(log_group=log_group.ref),
        environment=lambda_.CfnFunction.EnvironmentProperty(
            variables={
                "SAGEWIRE_ENDPOINT_NAME": endpoint.attr_endpoint_name,
                "SAGEWIRE_READ_TIMEOUT": "70",
                "SAGEWIRE_REQUEST_LIMIT": "6291456",
                "SAGEWIRE_MAX_ATTEMPTS": "3",
            }
        ),
    )
    function.add_resource_dependency(sending)
    lambda_.CfnEventInvokeConfig(
        stack,
        f"InvokeConfig{number}",
        function_name=function.ref,
        qualifier="$LATEST",
        maximum_event_age_in_seconds=3600,
        maximum_retry_attempts=2,
        destination_config=lambda_.CfnEventInvokeConfig.DestinationConfigProperty(
            on_failure=lambda_.CfnEventInvokeConfig.OnFailureProperty(destination=queue.attr_arn)
        ),
    )
    rule = events.CfnRule(
        stack,
        f"Viewed{number}",
        state="ENABLED",
        event_pattern={"source": ["website"], "detail-type": ["Page Viewed"]},
        targets=[
            events.CfnRule.TargetProperty(
                id="Target0",
                arn=function.attr_arn,
                dead_letter_config=events.CfnRule.DeadLetterConfigProperty(arn=queue.attr_arn),
                retry_policy=events.CfnRule.RetryPolicyProperty(maximum_event_age_in_seconds=3600),
            )
        ],
    )
    lambda_.CfnPermission(
        stack,
        f"AllowRule{number}",
        action="lambda:InvokeFunction",
        function_name=function.attr_arn,
        principal="events.amazonaws.com",
        source_arn=rule.attr_arn,
    )
    sqs.CfnQueuePolicy(
        stack,
        f"DeadLettersPolicy{number}",
        queues=[queue.ref],
        policy_document={
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Deny",
                    "Action": "sqs:*",
                    "Principal": {"AWS": "*"},
                    "Resource": queue.attr_arn,
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                },
                {
                    "Effect": "Allow",
                    "Action": "sqs:SendMessage",
                    "Principal": {"Service": "events.amazonaws.com"},
                    "Resource": queue.attr_arn,
                    "Condition": {"ArnEquals": {"aws:SourceArn": rule.attr_arn}},
                },
            ],
        },
    )
