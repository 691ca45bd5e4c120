"""Signature Version 4 as AWS checks it: from the bytes of a request, with nothing of botocore's.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import hashlib
import hmac
import posixpath
import re
from dataclasses import dataclass
from functools import reduce
from urllib.parse import quote

_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<scope>[^,]+), "
    r"SignedHeaders=(?P<signed>[^,]+), Signature=(?P<signature>[0-9a-f]{64})"
)


@dataclass(frozen=True, kw_only=True)
class Received:
    """A request, taken apart."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes

    @classmethod
    def of(cls, request: bytes) -> "Received":
        head, _, body = request.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        method, target, version = first.split(" ")
        assert version == "HTTP/1.1"
        headers = [(name, value) for name, _, value in (line.partition(": ") for line in lines)]
        return cls(method=method, target=target, headers=headers, body=body)

    def header(self, name: str) -> str:
        (value,) = [value for known, value in self.headers if known.lower() == name.lower()]
        return value


def is_signed(request: bytes, *, secret: str) -> bool:
    """Whether the signature is that of this request."""
    received = Received.of(request)
    told = _AUTHORIZATION.fullmatch(received.header("Authorization"))
    assert told
    to_sign = "\n".join(
        (
            "AWS4-HMAC-SHA256",
            received.header("X-Amz-Date"),
            told["scope"],
            _sha256(_canonical(received, told["signed"])),
        )
    )
    key = reduce(_hmac, told["scope"].split("/"), f"AWS4{secret}".encode())
    return hmac.compare_digest(_hmac(key, to_sign).hex(), told["signature"])


def _canonical(received: Received, signed: str) -> bytes:
    path, _, query = received.target.partition("?")
    assert not query
    names = signed.split(";")
    assert names == sorted(names)
    headers = [f"{name}:{' '.join(received.header(name).split())}" for name in names]
    lines = [received.method, quote(_without_dots(path), safe="/-._~"), "", *headers, "", signed]
    return "\n".join([*lines, hashlib.sha256(received.body).hexdigest()]).encode()


def _without_dots(path: str) -> str:
    """As RFC 3986 resolves "." and ".."; all services but S3 do so before they check."""
    resolved = posixpath.normpath(path)
    return f"{resolved}/" if path.endswith("/") and resolved != "/" else resolved


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
