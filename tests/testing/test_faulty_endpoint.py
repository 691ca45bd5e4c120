"""The endpoint that users test their own code with."""

import doctest
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from sagewire.testing import FaultyEndpoint, faults, faulty_endpoint

ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1}, read_timeout=20)


@pytest.fixture
def endpoint() -> Iterator[FaultyEndpoint]:
    with FaultyEndpoint() as endpoint:
        yield endpoint


def test_the_documented_example_runs() -> None:
    tried = doctest.testmod(faulty_endpoint)
    assert (tried.failed, tried.attempted) == (0, 2)


def test_importing_it_loads_the_standard_library_only() -> None:
    code = (
        "import sys, sagewire.testing; print({'aws_cdk', 'boto3', 'botocore', 'jsii', 'ministack'} & set(sys.modules))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"


def test_without_a_script_each_operation_has_an_empty_result(endpoint: FaultyEndpoint) -> None:
    client = endpoint.client(config=ONCE)
    assert client.invoke_endpoint(EndpointName="iris", Body=b"1")["Body"].read() == b"{}"
    receipt = client.invoke_endpoint_async(EndpointName="iris", InputLocation="s3://inputs/1")
    assert (receipt["OutputLocation"], receipt["FailureLocation"]) == ("s3://results/1.out", "s3://failures/1.out")
    stream = client.invoke_endpoint_with_response_stream(EndpointName="iris", Body=b"1")["Body"]
    assert [event["PayloadPart"]["Bytes"] for event in stream] == [b"{}"]
    assert [request.operation for request in endpoint.requests] == [
        "InvokeEndpoint",
        "InvokeEndpointAsync",
        "InvokeEndpointWithResponseStream",
    ]


def test_the_script_is_answered_in_its_order_and_counts_what_is_left(endpoint: FaultyEndpoint) -> None:
    endpoint.script(faults.throttled(), faults.model_not_ready().times(2))
    endpoint.script(faults.result(b"[1]"))
    client = endpoint.client(config=ONCE)
    codes = []
    for _ in range(3):
        with pytest.raises(ClientError) as raised:
            client.invoke_endpoint(EndpointName="iris", Body=b"1")
        codes.append(raised.value.response["Error"]["Code"])
    assert codes == ["ThrottlingException", "ModelNotReadyException", "ModelNotReadyException"]
    assert endpoint.unused == 1
    assert client.invoke_endpoint(EndpointName="iris", Body=b"1")["Body"].read() == b"[1]"
    assert endpoint.unused == 0


def test_a_request_is_kept_as_it_came(endpoint: FaultyEndpoint) -> None:
    body = bytes(range(256))
    endpoint.client(config=ONCE).invoke_endpoint(
        EndpointName="iris", Body=body, ContentType="text/csv", TargetModel="a.tar.gz", InferenceId="one"
    )
    (request,) = endpoint.requests
    assert (request.method, request.path) == ("POST", "/endpoints/iris/invocations")
    assert (request.endpoint_name, request.body, request.headers["content-type"]) == ("iris", body, "text/csv")
    assert (request.sagemaker("Target-Model"), request.sagemaker("Inference-Id")) == ("a.tar.gz", "one")
    assert request.sagemaker("Session-Id") is None


def test_a_body_in_chunks_is_read_whole(endpoint: FaultyEndpoint) -> None:
    url = f"{endpoint.url}/endpoints/iris/invocations"
    asked = urllib.request.Request(url, data=iter([b"one ", b"two"]), method="POST")
    with urllib.request.urlopen(asked) as answer:
        assert answer.read() == b"{}"
    assert endpoint.requests[0].body == b"one two"


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/endpoints/iris/invocations"), ("POST", "/endpoints/iris/other"), ("POST", "/"), ("PUT", "/bucket/key")],
)
def test_what_the_runtime_has_not_is_told_and_uses_up_no_answer(
    endpoint: FaultyEndpoint, method: str, path: str
) -> None:
    endpoint.script(faults.result(b"[1]"))
    asked = urllib.request.Request(endpoint.url + path, method=method)
    with pytest.raises(urllib.error.HTTPError, match="404") as raised:
        urllib.request.urlopen(asked)
    with raised.value as answer:
        assert (
            f"{method} {path} is no operation of SageMaker's runtime, which has InvokeEndpoint,"
            in answer.read().decode()
        )
    assert (endpoint.requests[0].operation, endpoint.unused) == (None, 1)


def test_the_environment_leads_a_client_there(endpoint: FaultyEndpoint) -> None:
    asked = "boto3.client('sagemaker-runtime').invoke_endpoint(EndpointName='x', Body=b'1')"
    code = f"import boto3; print({asked}['Body'].read())"
    endpoint.script(faults.result(b"there"))
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**endpoint.environment, "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "b'there'\n"


def test_what_it_was_asked_can_be_read_after_its_end_and_nothing_listens_any_more() -> None:
    with FaultyEndpoint() as endpoint:
        endpoint.client(config=ONCE).invoke_endpoint(EndpointName="iris", Body=b"1")
        address = ("127.0.0.1", int(endpoint.url.rpartition(":")[2]))
    assert len(endpoint.requests) == 1
    with socket.socket() as probe:
        assert probe.connect_ex(address) != 0


def test_before_its_block_it_says_what_to_write() -> None:
    with pytest.raises(RuntimeError, match="with FaultyEndpoint"):
        _ = FaultyEndpoint().url
