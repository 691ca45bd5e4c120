"""Way in: the function's own HTTPS address."""

from aws_cdk import aws_lambda as lambda_
from constructs import IConstruct

from sagewire import pseudo

_RESOURCE = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-url.html"


def has_function_urls(scope: IConstruct) -> bool:
    """Whether the stack's region has AWS::Lambda::Url: those of GovCloud do not; True where it is not known."""
    return not pseudo.stack_of(scope).region.startswith("us-gov-")


def check_region(scope: IConstruct) -> None:
    """Raise ValueError in a region without function URLs."""
    if not has_function_urls(scope):
        raise ValueError(
            f"add_function_url on {scope.node.path}: {pseudo.stack_of(scope).region} has no AWS::Lambda::Url: take"
            f" add_rest_api or add_http_api ({_RESOURCE})"
        )


def function_url(
    function: lambda_.Function,
    *,
    auth_type: lambda_.FunctionUrlAuthType,
    cors: lambda_.FunctionUrlCorsOptions | None,
    invoke_mode: lambda_.InvokeMode,
) -> lambda_.FunctionUrl:
    """The address. Raises ValueError for a mode that the function's runtime does not have."""
    if invoke_mode != lambda_.InvokeMode.BUFFERED:
        raise ValueError(
            f"invoke_mode is {invoke_mode.value}; allowed is BUFFERED: of Lambda's managed runtimes only Node.js"
            " streams its response, and this function is Python, whose response would arrive in one piece all the same"
            " (https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html): collect the"
            " endpoint's stream with stream=ResponseStream.collected(...), or post it part by part to a WebSocket"
            " connection with stream=ResponseStream.to_connection() and add_web_socket_api"
        )
    return function.add_function_url(auth_type=auth_type, cors=cors, invoke_mode=invoke_mode)
