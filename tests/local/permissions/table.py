"""Which probe belongs to which permission of which role; a permission without one fails the test."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tests.local.permissions import probes
from tests.local.permissions.probes import Probe
from tests.local.permissions.taking_out import Piece


@dataclass(frozen=True)
class Row:
    """What is tried for actions on resources under conditions, all of them with wildcards."""

    actions: str
    resources: str
    probe: Probe
    conditions: str = "*"

    def fits(self, piece: Piece) -> bool:
        """Whether it is for this permission."""
        return (
            fnmatchcase(piece.action, self.actions)
            and fnmatchcase(piece.resource, self.resources)
            and fnmatchcase(piece.condition, self.conditions)
        )


@dataclass(frozen=True)
class Excuse:
    """Why nothing is tried for an action of a role."""

    role: str
    action: str
    reason: str


_SERVE = (
    Row("ecr:*", "*", probes.start),
    Row("logs:*", "*:log-group:/aws/sagemaker/Endpoints/*", probes.container_log),
    Row("cloudwatch:PutMetricData", "*", probes.instance_metrics),
)
_READ = Row("s3:GetObject", "*.gz", probes.start)
_NETWORK = Row("ec2:*", "*", probes.start)
_VOLUME = Row("kms:CreateGrant", "*", probes.start)
_LOG = Row("logs:*", "*", probes.function_log)
_DEAD_LETTERS = Row("sqs:SendMessage", "*", probes.dead_letter)
_NEWEST: Mapping[str, str] = {"Qualifier": "$LATEST"}

TABLE: Mapping[str, Sequence[Row]] = {
    "RealTimeModel": (
        *_SERVE,
        _READ,
        _NETWORK,
        _VOLUME,
        Row("cloudwatch:DescribeAlarms", "*", probes.start),
        Row("s3:PutObject", "*/captured/*", probes.capture),
        Row("kms:*", "*", probes.capture),
    ),
    "ServerlessModel": (*_SERVE, _READ, Row("kms:Decrypt", "*", probes.start)),
    "AsyncModel": (
        *_SERVE,
        _READ,
        _VOLUME,
        Row("s3:GetObject", "*", probes.result),
        Row("s3:PutObject", "*/results/*", probes.result),
        Row("s3:PutObject", "*/failures/*", probes.failure),
        Row("sns:Publish", "*Succeeded*", probes.result),
        Row("sns:Publish", "*Failed*", probes.failure),
        Row("kms:*", "*", probes.result),
    ),
    "MultiModelModel": (*_SERVE, Row("s3:GetObject", "*", probes.load), Row("kms:Decrypt", "*", probes.load)),
    "ComponentModel": (*_SERVE, _READ),
    "ComponentHost": (
        _NETWORK,
        _VOLUME,
        Row("logs:*", "*", probes.component_log),
        Row("cloudwatch:PutMetricData", "*", probes.component_metrics),
    ),
    "BatchModel": (
        Row("logs:*", "*:log-group:/aws/sagemaker/TransformJobs:*", probes.job_log),
        Row("cloudwatch:PutMetricData", "*", probes.job_metrics, "*/aws/sagemaker/TransformJobs*"),
        *_SERVE,
        _READ,
        Row("s3:*", "*", probes.job),
        Row("kms:*", "*", probes.job),
    ),
    "RealTimeInvoker": (
        _LOG,
        _DEAD_LETTERS,
        Row("sagemaker:InvokeEndpoint", "*", probes.invoke),
        Row("events:PutEvents", "*", probes.publish_result),
    ),
    "ServerlessInvoker": (_LOG, Row("sagemaker:InvokeEndpoint", "*", probes.invoke)),
    "AsyncInvoker": (
        _LOG,
        _DEAD_LETTERS,
        Row("sagemaker:InvokeEndpointAsync", "*", probes.invoke),
        Row("s3:PutObject", "*", probes.upload),
        Row("kms:GenerateDataKey", "*", probes.upload),
        Row("events:PutEvents", "*", probes.publish_result),
    ),
    "MessagesInvoker": (
        _LOG,
        Row("sagemaker:InvokeEndpoint", "*", probes.invoke),
        Row("sqs:SendMessage", "*ResultMessages*", probes.publish_result),
        Row("sqs:*", "*Queue*", probes.receive),
    ),
    "OnceInvoker": (
        _LOG,
        Row("sagemaker:InvokeEndpoint", "*", probes.invoke),
        Row("dynamodb:DeleteItem", "*", probes.free_key),
        Row("dynamodb:PutItem", "*", probes.keep_answer),
        Row("dynamodb:UpdateItem", "*", probes.keep_answer),
    ),
    "CarefulInvoker": (
        _LOG,
        Row("sagemaker:InvokeEndpoint", "*", probes.invoke),
        Row("dynamodb:*Item", "*", probes.circuit),
    ),
    "StreamingInvoker": (
        _LOG,
        _DEAD_LETTERS,
        Row("sagemaker:InvokeEndpointWithResponseStream", "*", probes.post),
        Row("execute-api:ManageConnections", "*", probes.post),
    ),
    "PublishResult": (_LOG, _DEAD_LETTERS, Row("events:PutEvents", "*", probes.publish_notification)),
    "BatchStarter": (_LOG, _DEAD_LETTERS, Row("sagemaker:CreateTransformJob", "*", probes.start_job)),
    "Scheduler": (
        Row("lambda:InvokeFunction", "*", probes.schedule),
        Row("sqs:SendMessage", "*", probes.undelivered_schedule),
    ),
    "Caller": (
        Row("sagemaker:InvokeEndpoint", "*:endpoint/*-realtime-*", probes.ask),
        Row("sagemaker:InvokeEndpoint", "*", probes.ask_component),
        Row("sagemaker:InvokeEndpointWithResponseStream", "*:endpoint/*-realtime-*", probes.stream),
        Row("sagemaker:InvokeEndpointWithResponseStream", "*", probes.stream_component),
        Row("sagemaker:DescribeEndpoint", "*", probes.describe),
        Row("sagemaker:UpdateEndpointWeightsAndCapacities", "*", probes.move_traffic),
        Row("lambda:InvokeFunction", "*RealTimeInvoker*:$LATEST", probes.call_function("RealTimeInvoker", _NEWEST)),
        Row("lambda:InvokeFunction", "*RealTimeInvoker*", probes.call_function("RealTimeInvoker")),
        Row("lambda:InvokeFunction", "*Batch*:$LATEST", probes.call_function("BatchStarter", _NEWEST)),
        Row("lambda:InvokeFunction", "*Batch*", probes.call_function("BatchStarter")),
    ),
}

NOT_EXERCISED = (
    Excuse(
        "MultiModelModel",
        "s3:ListBucket",
        "SageMaker lists an artifact that is a prefix, and the embedded AWS serves no uncompressed one",
    ),
    Excuse(
        "OnceInvoker",
        "dynamodb:GetItem",
        "Powertools reads a record only where DynamoDB refuses another without returning it, as it once did",
    ),
    *(
        Excuse("OnceInvoker", f"kms:{action}", "the embedded AWS encrypts no table, and asks KMS for nothing")
        for action in (
            "Decrypt",
            "DescribeKey",
            "Encrypt",
            "GenerateDataKey",
            "GenerateDataKeyWithoutPlaintext",
            "ReEncryptFrom",
            "ReEncryptTo",
        )
    ),
    *(
        Excuse("CarefulInvoker", f"xray:{action}", "the embedded AWS has no X-Ray")
        for action in ("PutTelemetryRecords", "PutTraceSegments")
    ),
)


def probe_for(label: str, piece: Piece) -> Probe | None:
    """The first row that fits."""
    return next((row.probe for row in TABLE[label] if row.fits(piece)), None)


def is_excused(label: str, piece: Piece) -> bool:
    """Whether the list says why not."""
    return any((excuse.role, excuse.action) == (label, piece.action) for excuse in NOT_EXERCISED)
