"""The services that are called: how botocore names them, what requests are signed for, which errors they declare."""

from collections.abc import Mapping
from types import MappingProxyType

MESSAGE = ("Message",)


class Service:
    """One service of AWS, or one of its APIs."""

    def __init__(
        self,
        *,
        name: str,
        signing_name: str,
        variable: str,
        rest: bool = False,
        errors: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> None:
        """`name` is botocore's, `variable` what AWS_ENDPOINT_URL_… ends with.

        `rest` services have the code of an error in a header; `errors` are the members of each that boto3 knows.
        """
        self.name = name
        self.signing_name = signing_name
        self.variable = variable
        self.rest = rest
        self.errors = errors


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
