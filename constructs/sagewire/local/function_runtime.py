"""The process of a Python function: tied to the server, then AWS's runtime client."""

import os
import sys
from typing import Any

from sagewire.local import layers, tether
from sagewire.local.invocation_arn import parted


def main() -> None:
    """Serve the handler that the environment names."""
    tether.tie_to_starter()
    layers.hide()
    from awslambdaric.__main__ import main as serve  # noqa: PLC0415  tied first: this import can take its time

    _find_client_contexts()
    try:
        serve([sys.argv[0], os.environ["_HANDLER"]])
    finally:
        tether.end_children()  # the client may notice that the server is gone before the tether does


def _find_client_contexts() -> None:
    from awslambdaric.lambda_runtime_client import LambdaRuntimeClient  # noqa: PLC0415  as above

    next_invocation = LambdaRuntimeClient.wait_next_invocation

    def with_context(client: Any) -> Any:
        invocation = next_invocation(client)
        invocation.invoked_function_arn, context = parted(invocation.invoked_function_arn)
        invocation.client_context = context or invocation.client_context
        return invocation

    LambdaRuntimeClient.wait_next_invocation = with_context


if __name__ == "__main__":
    main()
