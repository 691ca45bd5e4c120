"""A caller's client context reaches the function that it invokes; MiniStack drops it.

MiniStack's Runtime API has no header for it, so it goes behind the function's ARN; function_runtime takes it off.
https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#lambda-Invoke-request-ClientContext
"""

from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from typing import Any

from sagewire.local import seams
from sagewire.local.invocation_arn import joined

_FUNCTIONS = "ministack.services.lambda_svc"
_HEADER = "x-amz-client-context"
_CONTEXT: ContextVar[str] = ContextVar("client_context", default="")


def install() -> None:
    """Remember it while its invocation is under way."""
    before: Callable[..., Awaitable[Any]] = seams.seam(_FUNCTIONS, "_invoke")

    async def invoke(name: str, event: Any, headers: Mapping[str, str], *others: Any) -> Any:
        token = _CONTEXT.set(headers.get(_HEADER, ""))
        try:
            return await before(name, event, headers, *others)
        finally:
            _CONTEXT.reset(token)

    seams.replace(_FUNCTIONS, "_invoke", invoke)


def told_with(arn: str) -> str:
    """The ARN that a function's process is invoked with."""
    return joined(arn, _CONTEXT.get())
