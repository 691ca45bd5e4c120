"""What a server of ours was asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote

# https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Operations_Amazon_SageMaker_Runtime.html
OPERATIONS = {
    "invocations": "InvokeEndpoint",
    "async-invocations": "InvokeEndpointAsync",
    "invocations-response-stream": "InvokeEndpointWithResponseStream",
}
_PATH = re.compile(r"/endpoints/([^/?]+)/([a-z-]+)")


@dataclass(frozen=True, kw_only=True)
class Request:
    """One HTTP request, read to its end."""

    method: str
    path: str
    headers: Mapping[str, str]
    """Their names are in lower case."""
    body: bytes

    @classmethod
    def read(cls, connection: BaseHTTPRequestHandler) -> "Request":
        """The request that the connection carries; its body has a length, or comes in chunks."""
        headers = {name.lower(): value for name, value in connection.headers.items()}
        chunked = headers.get("transfer-encoding", "").lower() == "chunked"
        body = _chunks(connection) if chunked else connection.rfile.read(int(headers.get("content-length", 0)))
        return cls(method=connection.command, path=connection.path, headers=headers, body=body)

    @property
    def operation(self) -> str | None:
        """AWS's name for what is asked, as `InvokeEndpoint`; None for what SageMaker's runtime has not."""
        match = _PATH.fullmatch(self.path) if self.method == "POST" else None
        return OPERATIONS.get(match[2]) if match else None

    @property
    def endpoint_name(self) -> str | None:
        """Which endpoint is asked."""
        match = _PATH.fullmatch(self.path)
        return unquote(match[1]) if match else None

    def sagemaker(self, name: str) -> str | None:
        """The value of a header that starts with `X-Amzn-SageMaker-`, as `sagemaker("Target-Model")`."""
        return self.headers.get(f"x-amzn-sagemaker-{name.lower()}")


def _chunks(connection: BaseHTTPRequestHandler) -> bytes:
    body = b""
    while size := int(connection.rfile.readline().partition(b";")[0], 16):
        body += connection.rfile.read(size)
        connection.rfile.readline()
    connection.rfile.readline()
    return body
