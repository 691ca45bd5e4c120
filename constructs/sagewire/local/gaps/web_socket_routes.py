"""A route of a WebSocket API renders its template, may invoke its function without waiting, and needs its permission.

MiniStack gives every function the event of a proxy integration and waits for it.
https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-integration-async.html
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sagewire.local import seams
from sagewire.local.gaps.api_permissions import may
from sagewire.local.gaps.delivery import invoke_asynchronously
from sagewire.local.gaps.mapping_templates import rendered

log = logging.getLogger("sagewire.web_socket_routes")

_APIS = "ministack.services.apigateway"
_FUNCTION = ("AWS", "AWS_PROXY")
_INVOCATION_TYPE = "integration.request.header.X-Amz-Invocation-Type"


def install() -> None:
    """Ask, render, and hand over."""
    before: Callable[..., Awaitable[Any]] = seams.seam(_APIS, "_invoke_ws_lambda")

    async def invoke(
        api: str,
        account: str,
        region: str,
        route: Mapping[str, Any],
        stage: str,
        connection: str,
        event_type: str,
        message_id: str,
        body: str,
        *others: Any,
        **options: Any,
    ) -> Any:
        integration = _integration(api, route)
        uri = integration.get("integrationUri", "")
        if integration.get("integrationType") in _FUNCTION and not may(uri, f"{api}/{stage}/{route['routeKey']}"):
            return _failure(connection, message_id)
        if (template := _template(integration)) is None:
            given = (api, account, region, route, stage, connection, event_type, message_id, body, *others)
            return await before(*given, **options)
        context = seams.seam(_APIS, "_ws_request_context")(
            api, route["routeKey"], stage, connection, event_type, message_id, *others[:2]
        )
        return _hand_over(uri, rendered(template, body, {**context, "messageId": message_id}), connection, message_id)

    seams.replace(_APIS, "_invoke_ws_lambda", invoke)


def _integration(api: str, route: Mapping[str, Any]) -> Mapping[str, Any]:
    name = route.get("target", "").rpartition("/")[2]
    found: Mapping[str, Any] = seams.seam(_APIS, "_integrations").get(api, {}).get(name, {})
    return found


def _template(integration: Mapping[str, Any]) -> str | None:
    """Of an integration that does not wait; that of one which does is MiniStack's."""
    asynchronous = (integration.get("requestParameters") or {}).get(_INVOCATION_TYPE) == "'Event'"
    key = str(integration.get("templateSelectionExpression") or r"\$default").removeprefix("\\")
    return (integration.get("requestTemplates") or {}).get(key) if asynchronous else None


def _hand_over(uri: str, event: str, connection: str, request: str) -> Any:
    try:
        invoke_asynchronously(uri.partition("/functions/")[2].removesuffix("/invocations"), json.loads(event))
    except ValueError:
        log.warning("the template gives no JSON: %s", event)
        return _failure(connection, request)
    return None


def _failure(connection: str, request: str) -> Any:
    told = {"message": "Internal server error", "connectionId": connection, "requestId": request}
    return {"statusCode": 500, "body": json.dumps(told)}
