"""The services that are called: how botocore names them, what requests are signed for, which errors they declare."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MESSAGE = ("Message",)


@dataclass(frozen=True, kw_only=True, eq=False)
class Service:
    """One service of AWS, or one of its APIs."""

    name: str  # botocore's, and boto3's
    signing_name: str
    variable: str  # what AWS_ENDPOINT_URL_… ends with
    rest: bool = False  # whether errors come with their code in a header
    errors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the members of each that boto3 knows


# https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Operations_Amazon_SageMaker_Runtime.html
SAGEMAKER_RUNTIME = Service(
    name="sagemaker-runtime",
    signing_name="sagemaker",
    variable="SAGEMAKER_RUNTIME",
    rest=True,
    errors={
        "ModelError": (*MESSAGE, "OriginalStatusCode", "OriginalMessage", "LogStreamArn"),
        "InternalDependencyException": MESSAGE,
        "InternalFailure": MESSAGE,
        "InternalStreamFailure": MESSAGE,
        "ModelNotReadyException": MESSAGE,
        "ModelStreamError": (*MESSAGE, "ErrorCode"),
        "ServiceUnavailable": MESSAGE,
        "ValidationError": MESSAGE,
    },
)
# https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
EVENT_BRIDGE = Service(name="events", signing_name="events", variable="EVENTBRIDGE")
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
SQS = Service(name="sqs", signing_name="sqs", variable="SQS")
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
API_GATEWAY_MANAGEMENT = Service(
    name="apigatewaymanagementapi",
    signing_name="execute-api",
    variable="APIGATEWAYMANAGEMENTAPI",
    rest=True,
)
