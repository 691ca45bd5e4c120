"""How connections are made: with TLS, which certificates are believed, and through proxies, as boto3 makes them."""

import math
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier, get_ident
from typing import Any

import pytest
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    ProxyConnectionError,
    ReadTimeoutError,
    SSLError,
)

from inference.aws import connections
from inference.aws.sagemaker_runtime import SageMakerRuntime
from inference.aws.sockets import connected
from inference.errors import ConnectionLost
from inference.faults import translated
from tests.lambda_src.wire.clients import ENVIRONMENT, SECRET, both, environment
from tests.lambda_src.wire.raw_server import RawServer, http
from tests.lambda_src.wire.signature import is_signed
from tests.lambda_src.wire.test_wire_requests import masked

OPENSSL = shutil.which("openssl")
needs_openssl = pytest.mark.skipif(OPENSSL is None, reason="certificates are made with openssl")


@dataclass(frozen=True, kw_only=True)
class Certified:
    """A server with a certificate for its address, and the bundle that vouches for it."""

    server: RawServer
    bundle: Path


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Certified]:
    folder = tmp_path_factory.mktemp("certificates")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [
            *(OPENSSL or "", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = RawServer(context)
    yield Certified(server=server, bundle=certificate)
    server.close()


def asked(client: Any) -> Any:
    return client.invoke_endpoint(EndpointName="iris", Body=b"1")["Body"].read()


@needs_openssl
@pytest.mark.parametrize("variable", ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"])
def test_a_bundle_of_ones_own_is_believed(certified: Certified, variable: str) -> None:
    bundle = {variable: str(certified.bundle)}
    with both("sagemaker-runtime", AWS_ENDPOINT_URL=certified.server.url, **bundle) as clients:
        assert [asked(client) for client in clients] == [b"{}", b"{}"]
    theirs, ours = certified.server.received[-2:]
    assert masked(ours) == masked(theirs)
    assert is_signed(ours, secret=SECRET)


@needs_openssl
@pytest.mark.parametrize("case", ["unknown issuer", "other host"])
def test_a_certificate_that_is_not_the_servers_is_not_believed(certified: Certified, case: str) -> None:
    """And nothing is sent."""
    before = len(certified.server.received)
    url = certified.server.url
    variables = {"AWS_ENDPOINT_URL": url}
    if case == "other host":
        variables = {"AWS_ENDPOINT_URL": url.replace("127.0.0.1", "localhost"), "AWS_CA_BUNDLE": str(certified.bundle)}
    told = []
    with both("sagemaker-runtime", **variables) as clients:
        for client in clients:
            with pytest.raises(SSLError) as raised:
                asked(client)
            told.append(str(raised.value).partition("(_ssl.c")[0])
    assert told[0] == told[1]
    assert len(certified.server.received) == before


@needs_openssl
def test_damaged_tls_in_a_body_is_a_connection_that_was_lost(certified: Certified) -> None:
    """botocore lets urllib3's error of it through."""
    variables = {"AWS_ENDPOINT_URL": certified.server.url, "AWS_CA_BUNDLE": str(certified.bundle)}
    certified.server.replies.append(http(200, b"01", length=10, then="damage"))
    with (
        both("sagemaker-runtime", **variables) as (_, ours),
        pytest.raises(ConnectionLost, match="broke"),
        translated(),
    ):
        asked(ours)


class Addresses:
    """What a host's name stands for, in the place of the resolver's answer."""

    def __init__(self, *found: tuple[str, int]) -> None:
        self.found = found

    def __call__(self, *_host: Any, type: socket.SocketKind) -> list[Any]:
        return [(socket.AF_INET, type, 0, "", address) for address in self.found]


@pytest.fixture
def silent() -> Iterator[tuple[str, int]]:
    """Where nobody answers: the queue of those who want to connect is full."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.socket())
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for _ in range(3):
            waiting = stack.enter_context(socket.socket())
            waiting.settimeout(0)
            waiting.connect_ex(server.getsockname())
        yield server.getsockname()


def test_all_addresses_of_a_host_share_the_time(monkeypatch: pytest.MonkeyPatch, silent: tuple[str, int]) -> None:
    """Twenty of them would be granted ten seconds, if each had half a second. Other threads have sockets too."""
    granted: list[float] = []
    here = get_ident()

    class Granted(socket.socket):
        def settimeout(self, value: float | None, /) -> None:
            if get_ident() == here:
                granted.append(value or math.inf)
            super().settimeout(value)

    monkeypatch.setattr(socket, "socket", Granted)
    monkeypatch.setattr(socket, "getaddrinfo", Addresses(*[silent] * 20))
    with pytest.raises(TimeoutError):
        connected(("endpoint", 443), (), seconds=0.5)
    assert len(granted) == 20
    assert sum(granted) < 0.55


def test_an_address_that_is_silent_or_refuses_leaves_time_for_the_next(
    monkeypatch: pytest.MonkeyPatch, silent: tuple[str, int], server: RawServer
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", Addresses(silent, ("127.0.0.1", 1), ("127.0.0.1", server.port)))
    with connected(("endpoint", 443), [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)], seconds=1) as found:
        assert found.getpeername() == ("127.0.0.1", server.port)
        assert found.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert 0.01 < (found.gettimeout() or 0) <= 0.5


def test_a_host_that_is_silent_is_told_as_boto3_tells_it(silent: tuple[str, int]) -> None:
    with environment({**ENVIRONMENT, "AWS_ENDPOINT_URL": "http://{}:{}".format(*silent)}):
        client = SageMakerRuntime(read_timeout=1, connect_timeout=0.1)
        with pytest.raises(ConnectTimeoutError):
            asked(client)
        client.close()


@pytest.mark.parametrize("login", ["", "user:p%40ss@"])
def test_a_proxy_of_http_is_told_the_whole_address(server: RawServer, login: str) -> None:
    proxy = server.url.replace("http://", f"http://{login}")
    with both("sagemaker-runtime", AWS_ENDPOINT_URL="http://runtime.invalid/x", HTTP_PROXY=proxy) as clients:
        for client in clients:
            asked(client)
    theirs, ours = server.received[-2:]
    assert masked(ours) == masked(theirs)
    assert ours.startswith(b"POST http://runtime.invalid/x/endpoints/iris/invocations HTTP/1.1\r\n")


@pytest.mark.parametrize("login", ["", "user:secret@"])
def test_a_proxy_of_https_is_asked_for_a_tunnel(server: RawServer, login: str) -> None:
    """The error of one that refuses does not tell the password."""
    proxy = server.url.replace("http://", f"http://{login}")
    told, before = [], len(server.received)
    with both("sagemaker-runtime", HTTPS_PROXY=proxy) as clients:
        for client in clients:
            server.replies.append(http(407, b"", then="close"))
            with pytest.raises(ProxyConnectionError) as raised:
                asked(client)
            told.append(str(raised.value))
    theirs, ours = server.received[before:]
    assert ours == theirs
    assert ours.startswith(b"CONNECT runtime.sagemaker.eu-west-1.amazonaws.com:443 HTTP/1.")
    assert told[0] == told[1]
    assert "secret" not in told[1]


def test_a_host_that_is_to_be_reached_without_a_proxy_is(server: RawServer) -> None:
    variables = {"AWS_ENDPOINT_URL": server.url, "HTTP_PROXY": "http://127.0.0.1:1", "NO_PROXY": "127.0.0.1"}
    with both("sagemaker-runtime", **variables) as clients:
        assert [asked(client) for client in clients] == [b"{}", b"{}"]


def test_a_connection_is_used_again_and_made_anew_when_it_was_closed(server: RawServer) -> None:
    with both("sagemaker-runtime", AWS_ENDPOINT_URL=server.url) as (_, ours):
        for reply in (http(200, b"1"), http(200, b"2", then="close"), http(200, b"3")):
            server.replies.append(reply)
        assert [asked(ours) for _ in range(3)] == [b"1", b"2", b"3"]


@needs_openssl
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_connection_that_was_idle_for_long_is_not_used_again(
    server: RawServer, certified: Certified, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    """It may have died while Lambda froze the function, which is not told; what was sent on it cannot be repeated."""
    asked_of = {"http": server, "https": certified.server}[scheme]
    variables = {"AWS_ENDPOINT_URL": asked_of.url, "AWS_CA_BUNDLE": str(certified.bundle)}
    with both("sagemaker-runtime", **variables) as (_, ours):
        asked_of.replies.append(http(200, b"1", then="die"))
        assert asked(ours) == b"1"
        with pytest.raises(ConnectionClosedError):
            asked(ours)
        asked_of.replies.append(http(200, b"1", then="die"))
        assert asked(ours) == b"1"
        monkeypatch.setattr(connections, "LONGEST_IDLE", 0.01)
        time.sleep(0.02)
        assert asked(ours) == b"{}"


def test_many_threads_ask_at_once(server: RawServer) -> None:
    """64 of them, each with a body of its own; every signature is right and every answer is the caller's."""
    count = 64
    barrier = Barrier(count)
    bodies = [f"body {number}".encode() for number in range(count)]
    before = len(server.received)

    with environment({**ENVIRONMENT, "AWS_ENDPOINT_URL": server.url}):
        client = SageMakerRuntime(read_timeout=30, max_connections=count)

        def ask(body: bytes) -> Any:
            barrier.wait()
            return client.invoke_endpoint(EndpointName="iris", Body=body, InferenceId=body.decode())["Body"].read()

        with ThreadPoolExecutor(count) as threads:
            for _ in range(3):
                assert list(threads.map(ask, bodies)) == [b"{}"] * count
        client.close()
    received = server.received[before:]
    assert len(received) == 3 * count
    assert all(is_signed(request, secret=SECRET) for request in received)
    assert sorted(request.partition(b"\r\n\r\n")[2] for request in received) == sorted(bodies * 3)


def test_a_body_that_is_asked_for_after_its_time_is_not_waited_for(server: RawServer) -> None:
    with environment({**ENVIRONMENT, "AWS_ENDPOINT_URL": server.url}):
        client = SageMakerRuntime(read_timeout=0.1)
        server.replies.append(http(200, b"01", length=10, then="stall"))
        body = client.invoke_endpoint(EndpointName="iris", Body=b"1")["Body"]
        time.sleep(0.2)
        with pytest.raises(ReadTimeoutError):
            body.read()
        client.close()
