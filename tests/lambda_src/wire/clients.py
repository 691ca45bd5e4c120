"""boto3's client and ours, in the same environment, with one attempt each."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.loaders import Loader

from inference.aws.publishers import EventBridge, Queues, WebSocketConnections
from inference.aws.sagemaker_runtime import SageMakerRuntime

SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": "/nonexistent",
    "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
}
READ_TIMEOUT = 0.5
NEWEST = tuple(int(part) for part in botocore.__version__.split(".")[:2]) >= (1, 43)
_LOADER = Loader()  # reads each model once for all tests
_CONFIG = Config(
    connect_timeout=3,
    read_timeout=READ_TIMEOUT,
    retries={"mode": "standard", "total_max_attempts": 1},
    tcp_keepalive=True,
)


@contextmanager
def environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Of the process: these variables, and none of AWS's beside them."""
    kept = dict(os.environ)
    for name in kept:
        if name.upper().startswith(("AWS_", "_X_AMZN", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "REQUESTS_CA")):
            del os.environ[name]
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)


def boto3_client(service: str, **options: Any) -> Any:
    """As a new process makes it."""
    session = botocore.session.Session()
    session.register_component("data_loader", _LOADER)
    return boto3.Session(botocore_session=session).client(service, config=_CONFIG, **options)  # type: ignore[call-overload]


OURS: Mapping[str, Any] = {
    "sagemaker-runtime": lambda: SageMakerRuntime(read_timeout=READ_TIMEOUT),
    "events": lambda: EventBridge(attempts=1, read_timeout=READ_TIMEOUT),
    "sqs": lambda: Queues(attempts=1, read_timeout=READ_TIMEOUT),
    "apigatewaymanagementapi": lambda: WebSocketConnections(
        attempts=1, read_timeout=READ_TIMEOUT, url=os.environ["AWS_ENDPOINT_URL"]
    ),
}


@contextmanager
def both(service: str, **variables: str) -> Iterator[tuple[Any, Any]]:
    """boto3's client and ours."""
    with environment({**ENVIRONMENT, **variables}):
        theirs, ours = boto3_client(service), OURS[service]()
        try:
            yield theirs, ours
        finally:
            theirs.close()
            ours.close()
