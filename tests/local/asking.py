"""Requests to what an embedded AWS serves under AWS's own host names."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from sagewire.local import EmbeddedAws

ROOT = Credentials("test", "test")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A response; the names of its headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(
    aws: EmbeddedAws,
    url: str,
    body: bytes,
    *,
    headers: Mapping[str, str] | None = None,
    credentials: Credentials | None = ROOT,
    service: str = "execute-api",
) -> Answer:
    """POST to a URL of AWS's, signed unless there are no credentials; JSON unless the headers say otherwise."""
    sent = signed("POST", url, body, headers=headers, credentials=credentials, service=service)
    address = urlsplit(url)
    connection = http.client.HTTPConnection("127.0.0.1", aws.port, timeout=60)
    try:
        connection.request("POST", address.path or "/", body=body, headers={**sent, "Host": address.netloc})
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(status=response.status, headers=found, body=response.read())
    finally:
        connection.close()


def signed(
    method: str,
    url: str,
    body: bytes = b"",
    *,
    headers: Mapping[str, str] | None = None,
    credentials: Credentials | None = ROOT,
    service: str = "execute-api",
) -> dict[str, str]:
    """The headers of a request, a signature among them unless there are no credentials."""
    request = AWSRequest(method, url, data=body, headers={"Content-Type": "application/json", **(headers or {})})
    if credentials:
        SigV4Auth(credentials, service, "us-east-1").add_auth(request)
    return dict(request.headers.items())
