"""Asks what is deployed on an embedded AWS for an answer: endpoints, functions, function URLs."""

import http.client
import json
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from sagewire.local.embedded import EmbeddedAws
from sagewire.local.environment import KEY
from sagewire.local.errors import LocalError
from sagewire.local.inspection import named


def invoke(aws: EmbeddedAws, name: str, *, body: bytes, content_type: str = "application/json") -> bytes:
    """The answer of an endpoint or a function, found by its name or a part of it.

    Raises:
        LocalError: there is no such thing, or it answered with an error.
    """
    item = named(aws, name)
    try:
        if item.what == "endpoint":
            return _invoke_endpoint(aws, item.name, body, content_type)
        return _invoke_function(aws, item.name, body)
    except ClientError as error:
        raise LocalError(f"{item.name}: {error}") from None


def request_url(aws: EmbeddedAws, url: str, *, body: bytes, timeout: float = 90) -> tuple[int, bytes]:
    """POST JSON to a function URL of the embedded AWS, signed as IAM asks for: its status and body.

    The URL's own host is AWS's; the request goes to the embedded AWS under that host's name.
    """
    signed = AWSRequest("POST", url, data=body, headers={"Content-Type": "application/json"})
    SigV4Auth(Credentials(KEY, KEY), "lambda", aws.region).add_auth(signed)
    address = urlsplit(url)
    connection = http.client.HTTPConnection("127.0.0.1", aws.port, timeout=timeout)
    try:
        headers = {**dict(signed.headers.items()), "Host": address.netloc}
        connection.request("POST", address.path or "/", body=body, headers=headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def _invoke_endpoint(aws: EmbeddedAws, name: str, body: bytes, content_type: str) -> bytes:
    runtime = aws.client("sagemaker-runtime")
    answer: bytes = runtime.invoke_endpoint(EndpointName=name, Body=body, ContentType=content_type)["Body"].read()
    return answer


def _invoke_function(aws: EmbeddedAws, name: str, body: bytes) -> bytes:
    answer = aws.client("lambda").invoke(FunctionName=name, Payload=body)
    payload: bytes = answer["Payload"].read()
    if "FunctionError" in answer:
        error = json.loads(payload)
        raise LocalError(f"{name} failed: {error.get('errorType')}: {error.get('errorMessage')}")
    return payload
