"""The connections to one URL: urllib3's, set up as botocore does it and failing as botocore fails.

botocore's session finds the pool, the proxy and the bundle of certificates anew for each request, and reads that bundle
again for each connection. Here all of it is found once.
"""

import math
import os
import socket
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from botocore import exceptions
from botocore.exceptions import BotoCoreError
from botocore.httpsession import ProxyConfiguration, create_urllib3_context, get_cert_path, mask_proxy_url
from botocore.utils import get_environ_proxies
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool, PoolManager, ProxyManager, Timeout
from urllib3 import exceptions as urllib3_errors
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.retry import Retry

from inference.aws.sockets import TimedResponse, connected, left_until

_SOCKET_OPTIONS = ((socket.IPPROTO_TCP, socket.TCP_NODELAY, 1), (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1))
_SMALL = 64 * 1024  # bytes that are copied sooner than sent apart
# Seconds. Lambda freezes a function between two invocations, where it does not learn that its connections were closed
# or forgotten on the way; a request on such a one gets no answer, and must not be repeated. A new connection takes
# milliseconds. https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html#function-code
LONGEST_IDLE = 20.0
_ONCE = Retry(False)  # noqa: FBT003 (urllib3's way to say it)

# The first match wins, as in botocore's session; whatever is not here becomes an HTTPClientError there and here.
_RAISED: tuple[tuple[type[Exception], type[BotoCoreError]], ...] = (
    (urllib3_errors.SSLError, exceptions.SSLError),
    (urllib3_errors.NewConnectionError, exceptions.EndpointConnectionError),
    (socket.gaierror, exceptions.EndpointConnectionError),
    (urllib3_errors.ProxyError, exceptions.ProxyConnectionError),
    (urllib3_errors.ConnectTimeoutError, exceptions.ConnectTimeoutError),
    (urllib3_errors.ReadTimeoutError, exceptions.ReadTimeoutError),
    (urllib3_errors.ProtocolError, exceptions.ConnectionClosedError),
    (Exception, exceptions.HTTPClientError),
)


class _HttpConnection(HTTPConnection):
    """Sends a small body together with the head: one system call, and one packet, in the place of two."""

    idle_since = math.inf
    answer: TimedResponse | None = None
    _holds = False
    _head = b""

    def connect(self) -> None:
        super().connect()
        self.sock.settimeout(self.timeout)  # which the handshake shared with the connection

    def _answer(self, *arguments: Any, **options: Any) -> TimedResponse:
        self.answer = TimedResponse(*arguments, **options)
        return self.answer

    response_class: Any = _answer  # http.client calls it

    def _new_conn(self) -> socket.socket:
        try:
            return connected((self._dns_host, self.port), self.socket_options or (), seconds=self.timeout or math.inf)
        except TimeoutError as error:
            raise urllib3_errors.ConnectTimeoutError(self, f"{self.host} did not answer in {self.timeout} s") from error
        except OSError as error:
            raise urllib3_errors.NewConnectionError(self, str(error)) from error

    def request(self, method: str, url: str, body: Any = None, headers: Any = None, **options: Any) -> None:
        self._holds = bool(body) and len(body) <= _SMALL
        if self.sock and self.answer:
            self.sock.settimeout(self.answer.usual)
        super().request(method, url, body=body, headers=headers, **options)

    def send(self, data: Any) -> None:
        if self._holds:
            self._holds, self._head = False, data
            return
        head, self._head = self._head, b""
        super().send(head + data if head else data)


class _HttpsConnection(_HttpConnection, HTTPSConnection):
    pass


class _HttpPool(HTTPConnectionPool):
    """Gives no connection that was idle for long. By the wall clock: others may stand still while Lambda freezes."""

    ConnectionCls: Any = _HttpConnection

    def _get_conn(self, timeout: float | None = None) -> Any:
        connection: Any = super()._get_conn(timeout=timeout)
        if time.time() - connection.idle_since <= LONGEST_IDLE:
            return connection
        connection.close()
        return self._new_conn()

    def _put_conn(self, conn: Any) -> None:
        if conn:
            conn.idle_since = time.time()
        super()._put_conn(conn)


class _HttpsPool(_HttpPool, HTTPSConnectionPool):
    ConnectionCls: Any = _HttpsConnection


_POOLS = {"http": _HttpPool, "https": _HttpsPool}


class Reply:
    """Status and headers of a reply; `content` is its body, unless that is still to be read from `raw`."""

    __slots__ = ("content", "headers", "raw", "status")

    def __init__(self, raw: HTTPResponse, content: bytes) -> None:
        self.status = raw.status
        self.headers: Mapping[str, str] = raw.headers  # whatever the case of their names
        self.raw = raw
        self.content = content


def bound(raw: Any, *, deadline: float, silence: float) -> None:
    """Grants a body that is still to be read the time until the deadline, by time.monotonic(), and between reads."""
    reads = raw.connection.answer.reads
    reads.deadline, reads.silence = deadline, silence


class Connections:
    """Threads may share them; `max_connections` are kept open."""

    def __init__(self, url: str, *, connect_timeout: float, read_timeout: float, max_connections: int) -> None:
        """Timeouts in seconds, `read_timeout` of the whole answer, unless `bound` says otherwise."""
        settings: dict[str, Any] = {
            "maxsize": max_connections,
            "socket_options": list(_SOCKET_OPTIONS),
        }
        if url.startswith("https:"):
            settings["ssl_context"] = _tls()
        self._url = url
        self._timeouts = {"connect": connect_timeout, "read": read_timeout}
        self._proxy = ProxyConfiguration(get_environ_proxies(url)).proxy_url_for(url)
        self._pool = _manager(self._proxy, settings).connection_from_url(url)

    def post(
        self,
        url: str,
        headers: Mapping[str, Any],
        body: bytes | None,
        *,
        stream_output: bool,
        deadline: float = math.inf,
    ) -> Reply:
        """The reply, whatever its status, but not after the deadline, by time.monotonic().

        Raises:
            botocore.exceptions.ConnectionError, HTTPClientError: there is no whole reply; the class says why.
        """
        left = None if deadline == math.inf else left_until(deadline)
        try:
            raw: Any = self._pool.urlopen(
                "POST",
                self._target(url),
                body=body,
                headers=headers,
                retries=_ONCE,
                timeout=Timeout(total=left, **self._timeouts),
                assert_same_host=False,
                preload_content=False,
                decode_content=False,
            )
            content = b"" if stream_output else b"".join(raw.stream())
        except Exception as error:
            raise self._fault(url, error) from error
        return Reply(raw, content)

    def close(self) -> None:
        """Closes those that are idle."""
        self._pool.close()

    def _target(self, url: str) -> str:
        """A proxy that forwards, rather than tunnels, has to be told the whole URL."""
        if self._proxy and url.startswith("http:"):
            return url
        _, _, path, query, _ = urlsplit(url)
        return f"{path}?{query}" if query else path

    def _fault(self, url: str, error: Exception) -> BotoCoreError:
        kind = next(ours for theirs, ours in _RAISED if isinstance(error, theirs))
        if kind is exceptions.ProxyConnectionError:
            return kind(proxy_url=mask_proxy_url(self._proxy), error=error)
        return kind(endpoint_url=url, error=error)


def _manager(proxy: str | None, settings: Mapping[str, Any]) -> PoolManager:
    if proxy is None:
        manager = PoolManager(**settings)
    else:
        manager = ProxyManager(proxy, proxy_headers=ProxyConfiguration().proxy_headers_for(proxy), **settings)
    manager.pool_classes_by_scheme = _POOLS
    return manager


def _tls() -> Any:
    bundle: Any = os.environ.get("AWS_CA_BUNDLE") or os.environ.get("REQUESTS_CA_BUNDLE") or True
    context = create_urllib3_context()
    context.load_verify_locations(get_cert_path(bundle))
    return context
