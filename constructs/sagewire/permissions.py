"""Every IAM statement that sagewire writes, one function each; a wildcard stands beside its reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aws_cdk import aws_iam as iam

from sagewire import pseudo
from sagewire.acknowledgements import acknowledge_wildcards

_ENDPOINTS = "/aws/sagemaker/Endpoints"
_COMPONENTS = "/aws/sagemaker/InferenceComponents"
_TRANSFORM_JOBS = "/aws/sagemaker/TransformJobs"


@dataclass(frozen=True, kw_only=True)
class Permission:
    """Actions on resources; `wildcard` says why a resource that ends in * can't be named more narrowly."""

    actions: Sequence[str]
    resources: Sequence[str]
    wildcard: str | None = None
    conditions: Mapping[str, Mapping[str, Any]] | None = None

    def grant_to(self, grantee: iam.IGrantable) -> iam.Grant:
        """Add the statement to the grantee's own policy."""
        grant = iam.Grant.add_to_principal(
            grantee=grantee,
            actions=list(self.actions),
            resource_arns=list(self.resources),
            conditions=self.conditions,
        )
        role = grantee.grant_principal
        if isinstance(role, iam.Role):
            acknowledge_wildcards(role, [self])
        return grant

    @property
    def statement(self) -> dict[str, Any]:
        """The statement as a policy document holds it."""
        condition = {"Condition": self.conditions} if self.conditions else {}
        return {"Effect": "Allow", "Action": list(self.actions), "Resource": list(self.resources), **condition}


def document(permissions: Iterable[Permission]) -> dict[str, Any]:
    """All of them, as a policy holds them."""
    return {"Version": "2012-10-17", "Statement": [permission.statement for permission in permissions]}


def policy_document(permissions: Iterable[Permission]) -> iam.PolicyDocument:
    """One document of all of them: a single call, where a grant each would be many."""
    return iam.PolicyDocument.from_json(document(permissions))


def read_object(arn: str) -> Permission:
    """Read one object in S3."""
    return Permission(actions=["s3:GetObject"], resources=[arn])


def read_objects(arn: str) -> Permission:
    """Read the objects below a prefix."""
    return Permission(
        actions=["s3:GetObject"],
        resources=[arn],
        wildcard="the keys are those of each request, below one prefix",
    )


def read_models(arn: str) -> Permission:
    """Read the models below a prefix."""
    return Permission(
        actions=["s3:GetObject"],
        resources=[arn],
        wildcard="which objects below the prefix are read is decided when the model is deployed or invoked",
    )


def write_objects(*arns: str) -> Permission:
    """Write objects below prefixes."""
    return Permission(
        actions=["s3:PutObject"],
        resources=arns,
        wildcard="the keys are those of each request, below one prefix",
    )


def publish(*topic_arns: str) -> Permission:
    """Publish to topics."""
    return Permission(actions=["sns:Publish"], resources=topic_arns)


def put_events(bus_arn: str) -> Permission:
    """Put events onto one bus."""
    return Permission(actions=["events:PutEvents"], resources=[bus_arn])


def pull_image(repository_arn: str) -> Permission:
    """Pull from one repository."""
    return Permission(
        actions=["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        resources=[repository_arn],
    )


def log_in_to_registry() -> Permission:
    """Get the token that every pull from ECR needs."""
    return Permission(
        actions=["ecr:GetAuthorizationToken"],
        resources=["*"],
        wildcard="ecr:GetAuthorizationToken has no resource to name",
    )


def write_endpoint_logs() -> Permission:
    """Write the containers' log, whose group carries the name of an endpoint that does not exist yet."""
    reason = "the log group is named after the endpoint, which is made after its model"
    return _write_logs(f"{_ENDPOINTS}/*", reason)


def write_component_logs() -> Permission:
    """Write the log of inference components, whose groups carry their names."""
    reason = "the log group is named after the inference component, which is made after its endpoint"
    return _write_logs(f"{_COMPONENTS}/*", reason)


def put_endpoint_metrics() -> Permission:
    """Publish the instances' metrics, in SageMaker's namespace only."""
    return Permission(
        actions=["cloudwatch:PutMetricData"],
        resources=["*"],
        wildcard="cloudwatch:PutMetricData has no resource to name; the namespace is a condition",
        conditions={"StringEquals": {"cloudwatch:namespace": _ENDPOINTS}},
    )


def write_function_logs(log_group_arn: str) -> Permission:
    """Write one function's log; the group's ARN ends in :*, which stands for its streams."""
    return Permission(actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[log_group_arn])


def invoke_endpoint(action: str, endpoint_arn: str) -> Permission:
    """Invoke one endpoint, in its kind's way."""
    return Permission(actions=[action], resources=[endpoint_arn])


def invoke_component(action: str, endpoint_arn: str, component_arn: str) -> Permission:
    """Invoke one inference component on its endpoint."""
    return Permission(actions=[action], resources=[endpoint_arn, component_arn])


def invoke_components(action: str, endpoint_arn: str, components_arn: str) -> Permission:
    """Invoke whichever inference component of one endpoint a caller names."""
    return Permission(
        actions=[action],
        resources=[endpoint_arn, components_arn],
        wildcard="the caller names the component; the endpoint, which is asked for as well, has its own alone",
    )


def use_key(key_arn: str) -> Permission:
    """Read and write under one key, and publish to topics under it; an upload in parts decrypts them too.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
    https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """
    return Permission(actions=["kms:Decrypt", "kms:GenerateDataKey"], resources=[key_arn])


def upload_with(key_arn: str) -> Permission:
    """Upload an object into a bucket that one key encrypts."""
    return Permission(actions=["kms:GenerateDataKey"], resources=[key_arn])


def list_objects(bucket_arn: str, prefix: str) -> Permission:
    """List the keys below a prefix of one bucket."""
    return Permission(
        actions=["s3:ListBucket"],
        resources=[bucket_arn],
        conditions={"StringLike": {"s3:prefix": f"{prefix}*"}},
    )


def write_transform_logs() -> Permission:
    """Write the log of transform jobs, which all share one group."""
    return _write_logs(f"{_TRANSFORM_JOBS}:*", "the log streams are named after the jobs, which are made later")


def _write_logs(group: str, wildcard: str) -> Permission:
    return Permission(
        actions=[
            "logs:CreateLogGroup",
            "logs:CreateLogStream",
            "logs:DescribeLogStreams",
            "logs:PutLogEvents",
        ],
        resources=[f"arn:{pseudo.partition()}:logs:{pseudo.region()}:{pseudo.account()}:log-group:{group}"],
        wildcard=wildcard,
    )


def put_transform_metrics() -> Permission:
    """Publish the metrics of a transform job's instances, in SageMaker's namespace only."""
    return Permission(
        actions=["cloudwatch:PutMetricData"],
        resources=["*"],
        wildcard="cloudwatch:PutMetricData has no resource to name; the namespace is a condition",
        conditions={"StringEquals": {"cloudwatch:namespace": _TRANSFORM_JOBS}},
    )


def decrypt_objects(key_arn: str) -> Permission:
    """Read objects that are encrypted under one key."""
    return Permission(actions=["kms:Decrypt"], resources=[key_arn])


def encrypt_objects(key_arn: str) -> Permission:
    """Write objects under one key; an upload in parts decrypts them to put them together."""
    return Permission(actions=["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], resources=[key_arn])


def encrypt_volumes(key_arn: str) -> Permission:
    """Let the volumes of instances be encrypted under one key: a grant to the service that keeps them, no other."""
    return Permission(
        actions=["kms:CreateGrant"],
        resources=[key_arn],
        conditions={"Bool": {"kms:GrantIsForAWSResource": "true"}},
    )


def create_transform_jobs(name_prefix: str) -> Permission:
    """Start transform jobs whose names begin with a prefix.

    The model brings its role along, so there is none to pass. SageMaker writes ARNs in lower case.
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
    """
    job = f"arn:{pseudo.partition()}:sagemaker:{pseudo.region()}:{pseudo.account()}:transform-job/{name_prefix}-*"
    return Permission(
        actions=["sagemaker:CreateTransformJob"],
        resources=[job],
        wildcard="each job has a name of its own, which begins with this prefix",
    )


def invoke_function(function_arn: str) -> Permission:
    """Invoke one function."""
    return Permission(actions=["lambda:InvokeFunction"], resources=[function_arn])


def send_messages(queue_arn: str) -> Permission:
    """Send messages to one queue."""
    return Permission(actions=["sqs:SendMessage"], resources=[queue_arn])


def receive_messages(queue_arn: str) -> Permission:
    """Take messages from one queue, as Lambda's pollers do in the function's name.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    """
    return Permission(
        actions=["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], resources=[queue_arn]
    )


def decrypt(key_arn: str) -> Permission:
    """Read what one key encrypts: the messages of a queue, or a function's environment."""
    return Permission(actions=["kms:Decrypt"], resources=[key_arn])


def keep_answers(table_arn: str) -> Permission:
    """Keep the answers to idempotency keys in one table.

    https://docs.aws.amazon.com/powertools/python/latest/utilities/idempotency/
    """
    return Permission(
        actions=["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
        resources=[table_arn],
    )


def keep_circuits(table_arn: str) -> Permission:
    """Keep the states of circuit breakers in one table.

    https://docs.aws.amazon.com/powertools/python/latest/utilities/circuit_breaker/
    """
    return Permission(actions=["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], resources=[table_arn])


def use_table_key(key_arn: str) -> Permission:
    """Read and write a table that one key encrypts: DynamoDB uses it in the caller's name.

    https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html
    """
    return Permission(
        actions=[
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
        ],
        resources=[key_arn],
    )


def write_traces() -> Permission:
    """Send a function's traces to X-Ray.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
    """
    return Permission(
        actions=["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
        resources=["*"],
        wildcard="X-Ray's actions that write traces have no resource to name",
    )


def manage_connections(api_id: str, stage_name: str) -> Permission:
    """Post to the connections of one stage of a WebSocket API.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
    """
    return Permission(
        actions=["execute-api:ManageConnections"],
        resources=[f"{api_arn(api_id)}/{stage_name}/POST/@connections/*"],
        wildcard="a connection gets its id when a client connects",
    )


def api_arn(api_id: str) -> str:
    """What the ARNs of an API's routes and connections begin with."""
    return f"arn:{pseudo.partition()}:execute-api:{pseudo.region()}:{pseudo.account()}:{api_id}"


def create_network_interfaces(subnet_ids: Sequence[str], security_group_ids: Sequence[str]) -> Permission:
    """Make interfaces in these subnets, with these security groups, for containers that reach into a VPC.

    https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
    """
    subnets = ["*"] if pseudo.is_token(subnet_ids) else subnet_ids
    network = f"arn:{pseudo.partition()}:ec2:{pseudo.region()}:*"
    return Permission(
        actions=["ec2:CreateNetworkInterface"],
        resources=[
            _network_interfaces(),
            *(f"{network}:subnet/{subnet}" for subnet in subnets),
            *(f"{network}:security-group/{group}" for group in security_group_ids),
        ],
        wildcard="the interface has no id yet, and another account may share the subnets: their ids name them",
    )


def manage_network_interfaces() -> Permission:
    """Hand interfaces over to the instances, and remove them with these."""
    return Permission(
        actions=[
            "ec2:CreateNetworkInterfacePermission",
            "ec2:DeleteNetworkInterface",
            "ec2:DeleteNetworkInterfacePermission",
        ],
        resources=[_network_interfaces()],
        wildcard="SageMaker makes the interfaces when instances start: their ids are not known before",
    )


def describe_network() -> Permission:
    """Look up where the interfaces are to be made."""
    return Permission(
        actions=[
            "ec2:DescribeDhcpOptions",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeSubnets",
            "ec2:DescribeVpcs",
        ],
        resources=["*"],
        wildcard="EC2's Describe actions have no resource to name",
    )


def _network_interfaces() -> str:
    return f"arn:{pseudo.partition()}:ec2:{pseudo.region()}:{pseudo.account()}:network-interface/*"


def describe_alarms(alarm_names: Iterable[str]) -> Permission:
    """Look at the alarms that roll an update back; SageMaker asks for it in the execution role's name.

    https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
    """
    alarms = f"arn:{pseudo.partition()}:cloudwatch:{pseudo.region()}:{pseudo.account()}:alarm"
    return Permission(actions=["cloudwatch:DescribeAlarms"], resources=[f"{alarms}:{name}" for name in alarm_names])


def from_this_account() -> dict[str, dict[str, str]]:
    """The condition by which a service acts for this account alone (the confused deputy)."""
    return {"StringEquals": {"aws:SourceAccount": pseudo.account()}}
