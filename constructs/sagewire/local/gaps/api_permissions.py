"""An API invokes a function only if the function's policy lets it; MiniStack does not ask.

https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sagewire.local import seams
from sagewire.local.gaps.delivery import may_invoke

log = logging.getLogger("sagewire.api_permissions")

_HTTP = "ministack.services.apigateway"
_REST = "ministack.services.apigateway_v1"


def install() -> None:
    """Ask, and answer as API Gateway does."""
    _guard_http()
    _guard_rest()


def _guard_http() -> None:
    before: Callable[..., Awaitable[Any]] = seams.seam(_HTTP, "_invoke_lambda_proxy")

    async def invoke(
        integration: Mapping[str, Any], api: str, stage: str, path: str, method: str, *others: Any, **options: Any
    ) -> Any:
        if may(integration.get("integrationUri", ""), f"{api}/{stage}/{method}{path}"):
            return await before(integration, api, stage, path, method, *others, **options)
        return _failure("Internal Server Error")

    seams.replace(_HTTP, "_invoke_lambda_proxy", invoke)


def _guard_rest() -> None:
    before: Callable[..., Awaitable[Any]] = seams.seam(_REST, "_invoke_lambda_proxy_v1")

    async def invoke(
        integration: Mapping[str, Any],
        api: str,
        name: str,
        stage: Any,
        resource: Mapping[str, Any],
        path: str,
        method: str,
        *others: Any,
        **options: Any,
    ) -> Any:
        if may(integration.get("uri", ""), f"{api}/{name}/{method}{path}"):
            return await before(integration, api, name, stage, resource, path, method, *others, **options)
        return _failure("Internal server error")

    seams.replace(_REST, "_invoke_lambda_proxy_v1", invoke)


def may(integration: str, resource: str) -> bool:
    """Whether an API may invoke the function for one of its resources.

    Of an integration that names a function: `arn:...:path/2015-03-31/functions/ARN/invocations`, or its ARN.
    """
    function = integration.partition("/functions/")[2].removesuffix("/invocations") or integration
    source = f"arn:aws:execute-api:{seams.region()}:{seams.account()}:{resource}"
    allowed = may_invoke(function, service="apigateway.amazonaws.com", source=source)
    if not allowed:
        log.warning("the policy of %s does not let API Gateway invoke it for %s", function, source)
    return allowed


def _failure(message: str) -> Any:
    return 500, {"Content-Type": "application/json"}, json.dumps({"message": message}).encode()
