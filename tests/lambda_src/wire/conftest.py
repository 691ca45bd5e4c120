"""The raw server, and both clients of SageMaker's runtime in front of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.lambda_src.wire.clients import both
from tests.lambda_src.wire.raw_server import RawServer


@pytest.fixture(scope="module")
def server() -> Iterator[RawServer]:
    server = RawServer()
    yield server
    server.close()


@pytest.fixture(scope="module")
def runtimes(server: RawServer) -> Iterator[tuple[Any, Any]]:
    with both("sagemaker-runtime", AWS_ENDPOINT_URL=server.url) as clients:
        yield clients
