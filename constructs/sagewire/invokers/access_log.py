"""The access log of an API: one JSON line for each request, never its body."""

import json
from collections.abc import Mapping

from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

from sagewire import pseudo
from sagewire.making import make

_COMMON = {
    "requestId": "$context.requestId",
    "requestTime": "$context.requestTime",
    "sourceIp": "$context.identity.sourceIp",
    "caller": "$context.identity.caller",
    "status": "$context.status",
    "integrationLatency": "$context.integrationLatency",
}
_HTTP = {
    **_COMMON,
    "httpMethod": "$context.httpMethod",
    "protocol": "$context.protocol",
    "responseLatency": "$context.responseLatency",
    "responseLength": "$context.responseLength",
    "integrationStatus": "$context.integrationStatus",
    "errorType": "$context.error.responseType",
}


def _line(fields: Mapping[str, str]) -> str:
    return json.dumps(fields, separators=(",", ":"))


# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
HTTP_API_LINE = _line({**_HTTP, "routeKey": "$context.routeKey"})
# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
REST_API_LINE = _line({**_HTTP, "resourcePath": "$context.resourcePath"})
# https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html
WEB_SOCKET_LINE = _line(
    {
        **_COMMON,
        "eventType": "$context.eventType",
        "routeKey": "$context.routeKey",
        "connectionId": "$context.connectionId",
        "messageId": "$context.messageId",
    }
)


def access_log(scope: Construct, id: str, *, encryption_key: kms.IKey | None) -> str:
    """The ARN of where an API writes them, kept for three months."""
    log_group = make(
        logs.LogGroup, scope, f"{id}Logs", retention=logs.RetentionDays.THREE_MONTHS, encryption_key=encryption_key
    )
    # The ARN that CloudFormation gives ends in :*, which API Gateway drops: each look for drift would find that.
    where = f"arn:{pseudo.partition()}:logs:{pseudo.region()}:{pseudo.account()}"
    return f"{where}:log-group:{log_group.log_group_name}"
