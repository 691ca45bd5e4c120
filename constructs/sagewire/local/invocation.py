"""Asks what is deployed on an embedded AWS for an answer: endpoints, functions, function URLs."""

import http.client
import json
import time
from typing import Any
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import BotoCoreError, ClientError

from sagewire.local.embedded import EmbeddedAws
from sagewire.local.environment import KEY
from sagewire.local.errors import LocalError
from sagewire.local.inspection import named

# https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointAsync.html
_ASYNC_SECONDS = 900.0
_POLL_SECONDS = 0.05


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
    except (BotoCoreError, ClientError) as error:
        raise _failure(item.name, str(error)) from None


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
    request = {"EndpointName": name, "Body": body, "ContentType": content_type}
    if "AsyncInferenceConfig" in aws.client("sagemaker").describe_endpoint(EndpointName=name):
        return _result(aws, name, runtime.invoke_endpoint_async(**request))
    answer: bytes = runtime.invoke_endpoint(**request)["Body"].read()
    return answer


def _result(aws: EmbeddedAws, name: str, accepted: dict[str, Any]) -> bytes:
    """The result object of an asynchronous request, once it is there; LocalError with the failure object's words."""
    s3, end = aws.client("s3"), time.monotonic() + _ASYNC_SECONDS
    while time.monotonic() < end:
        if (result := _object(s3, accepted["OutputLocation"])) is not None:
            return result
        if (failure := _object(s3, accepted.get("FailureLocation"))) is not None:
            raise _failure(name, failure.decode(errors="replace"))
        time.sleep(_POLL_SECONDS)
    raise LocalError(f"{name}: there is neither a result nor a failure at {accepted['OutputLocation']}")


def _object(s3: Any, uri: str | None) -> bytes | None:
    if uri is None:
        return None
    place = urlsplit(uri)
    try:
        with s3.get_object(Bucket=place.netloc, Key=place.path.lstrip("/"))["Body"] as body:
            content: bytes = body.read()
    except s3.exceptions.NoSuchKey:
        return None
    return content


def _invoke_function(aws: EmbeddedAws, name: str, body: bytes) -> bytes:
    try:
        json.loads(body or b"{}")
    except ValueError as reason:
        raise LocalError(f"a function takes JSON, and the request to {name} is not: {reason}") from None
    answer = aws.client("lambda").invoke(FunctionName=name, Payload=body)
    payload: bytes = answer["Payload"].read()
    if "FunctionError" in answer:
        error = json.loads(payload)
        raise _failure(name, f"{error.get('errorType')}: {error.get('errorMessage')}")
    return payload


def _failure(name: str, text: str) -> LocalError:
    """The first line, and where the rest is."""
    first, *more = text.splitlines() or ["it gave no reason"]
    return LocalError(f"{name} failed: {first}" + (f" ... (see: sagewire local logs {name})" if more else ""))
