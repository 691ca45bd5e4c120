"""botocore's signer, on requests that keep their headers in a dict."""

import hmac
from functools import lru_cache, reduce
from typing import Any

from botocore.auth import SIGNED_HEADERS_BLACKLIST, SigV4Auth
from botocore.credentials import ReadOnlyCredentials

_UNSIGNED = frozenset(SIGNED_HEADERS_BLACKLIST)


class Request:
    """What the signer reads and changes of a request."""

    __slots__ = ("body", "context", "headers", "method", "params", "signed", "url")

    def __init__(self, url: str, headers: dict[str, str], body: bytes = b"") -> None:
        self.method = "POST"
        self.url = url
        self.headers = headers
        self.body = body or None
        self.params = None
        self.signed: SignedHeaders | None = None
        self.context: dict[str, Any] = {}


class SignedHeaders(dict[str, str]):
    """By their names in lower case."""

    def get_all(self, name: str) -> list[str]:
        """The signer asks as one asks an e-mail."""
        return [self[name]]


class Signer(SigV4Auth):
    """Derives the key once a day, and collects the headers to sign once a request.

    botocore's does the first for each request, and the second twice, each time as those of an e-mail.
    """

    def __init__(self, credentials: ReadOnlyCredentials, signing_name: str, region: str, *, host: str) -> None:
        """`host` is what the connection will say in the header of that name."""
        super().__init__(credentials, signing_name, region)
        self._host = host
        self._scope = (region, signing_name)

    def headers_to_sign(self, request: Any) -> Any:
        """As botocore chooses them."""
        if request.signed is None:
            lower = ((name.lower(), value) for name, value in request.headers.items())
            request.signed = SignedHeaders(pair for pair in lower if pair[0] not in _UNSIGNED)
            request.signed["host"] = self._host
        return request.signed

    def signature(self, string_to_sign: str, request: Any) -> str:
        """The same, with the key that is kept."""
        day = request.context["timestamp"][:8]
        key = _key(self.credentials.secret_key, day, *self._scope)
        return hmac.digest(key, string_to_sign.encode(), "sha256").hex()


@lru_cache(maxsize=8)
def _key(secret: str, *scope: str) -> bytes:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"""
    steps = (step.encode() for step in (*scope, "aws4_request"))
    return reduce(lambda key, step: hmac.digest(key, step, "sha256"), steps, f"AWS4{secret}".encode())


def host_of(url: str) -> str:
    """The header of that name, as botocore finds it for each request."""
    request: Any = Request(url, {})
    nobody: Any = None
    host: str = SigV4Auth(nobody, "", "").headers_to_sign(request)["host"]
    return host
