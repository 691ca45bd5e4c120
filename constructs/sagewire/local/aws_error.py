"""An error in the shape that AWS gives it."""

import json
from collections.abc import Mapping
from typing import Any

from sagewire.local.seams import Response

JSON = "application/x-amz-json-1.1"


class AwsError(Exception):
    """`code` and `status` as AWS's, `members` in addition to the message."""

    def __init__(self, code: str, message: str, *, status: int = 400, members: Mapping[str, Any] | None = None) -> None:
        """The message is what a caller reads."""
        super().__init__(message)
        self.code = code
        self.status = status
        self.members = dict(members or {})

    def response(self) -> Response:
        """The HTTP answer of a JSON service."""
        body = {"__type": self.code, "Message": str(self), "message": str(self), **self.members}
        headers = {"Content-Type": JSON, "x-amzn-errortype": self.code}
        return self.status, headers, json.dumps(body).encode()


def invalid(message: str) -> AwsError:
    """The ValidationException of a control plane."""
    return AwsError("ValidationException", message)
