"""Signs a request and sends it, once."""

import math
import os
import platform
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import uuid4

import botocore
from botocore.credentials import ContainerProvider, Credentials, EnvProvider
from botocore.exceptions import NoCredentialsError

from inference.aws.connections import Connections, Reply
from inference.aws.endpoint_url import endpoint_url, region
from inference.aws.service import Service
from inference.aws.signer import Request, Signer, host_of

_TRACE = "X-Amzn-Trace-Id"
USER_AGENT = " ".join(
    (
        f"sagewire md/Botocore#{botocore.__version__}",
        f"os/{platform.system().lower()} lang/python#{platform.python_version()}",
        f"exec-env/{os.environ.get('AWS_EXECUTION_ENV', 'none')}",
    )
)


class Transport:
    """The requests to one service. Threads may share it; `max_connections` of them do not wait for each other."""

    def __init__(
        self,
        service: Service,
        *,
        connect_timeout: float,
        read_timeout: float,
        max_connections: int = 10,
        url: str | None = None,
    ) -> None:
        """Timeouts in seconds, `read_timeout` of the whole answer. `url` comes before all that is configured."""
        self._service = service
        self._region = region(os.environ)
        self._url = url or endpoint_url(service, os.environ)
        self._host = host_of(self._url)
        self._credentials = credentials()
        self._connections = Connections(
            self._url,
            connect_timeout=connect_timeout,
            read_timeout=read_timeout,
            max_connections=max_connections,
        )

    def send(
        self,
        path: str,
        headers: Mapping[str, str],
        body: bytes,
        *,
        stream_output: bool = False,
        deadline: float = math.inf,
    ) -> Reply:
        """The reply, whatever its status; with `stream_output` its body is still to be read.

        It comes before the deadline, by time.monotonic(), or not at all.

        Raises:
            botocore.exceptions.NoCredentialsError: the environment holds none.
            botocore.exceptions.ConnectionError, HTTPClientError: there is no whole reply; the class says why.
        """
        sent = {**headers, "User-Agent": USER_AGENT, **_trace(os.environ)}
        request = Request(_joined(self._url, path), sent, body)
        self._sign(request)
        sent["amz-sdk-invocation-id"] = str(uuid4())
        sent["amz-sdk-request"] = "attempt=1"
        sent["Content-Length"] = str(len(body))
        encoded = {name: value.encode() for name, value in sent.items()}
        return self._connections.post(
            request.url, encoded, request.body, stream_output=stream_output, deadline=deadline
        )

    def close(self) -> None:
        """Closes the connections."""
        self._connections.close()

    def _sign(self, request: Any) -> None:
        if self._credentials is None:
            raise NoCredentialsError
        frozen = self._credentials.get_frozen_credentials()
        Signer(frozen, self._service.signing_name, self._region, host=self._host).add_auth(request)


def credentials() -> Credentials | None:
    """Of the function's role. Lambda keeps them in the environment, with SnapStart behind a URL, and renews those.

    https://docs.aws.amazon.com/lambda/latest/dg/snapstart-best-practices.html
    """
    return EnvProvider().load() or ContainerProvider().load()


def _joined(url: str, path: str) -> str:
    if path != "/":
        return url.removesuffix("/") + path
    return url if urlsplit(url).path else f"{url}/"


def _trace(environment: Mapping[str, str]) -> dict[str, str]:
    """What lets Lambda find that a function calls itself.

    https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
    """
    trace = environment.get("_X_AMZN_TRACE_ID")
    if not trace or "AWS_LAMBDA_FUNCTION_NAME" not in environment:
        return {}
    return {_TRACE: quote(trace, safe="-=;:+&[]{}\"',")}
