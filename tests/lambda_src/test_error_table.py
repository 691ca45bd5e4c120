"""Each row of the error table, with the number of requests that the endpoint saw."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from botocore.exceptions import IncompleteReadError

from inference import errors
from inference.errors import InferenceError
from inference.faults import translated
from tests.lambda_src.conftest import ENVIRONMENT, Lines, Load
from tests.lambda_src.events import LambdaContext, http_event
from tests.lambda_src.fake_aws import INVOKE, FakeAws, Reply, fault, model_error

ROOT = Path(__file__).parents[2]
ARN = "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/iris"
DENIED = f"User: arn:aws:sts::123456789012:assumed-role/f is not authorized on resource: {ARN}"


@pytest.mark.parametrize(
    ("reply", "code", "status", "requests"),
    [
        (fault("ThrottlingException", 400), "Throttled", 429, 3),
        (Reply(status=429), "Throttled", 429, 3),
        (fault("ModelNotReadyException", 429), "ModelNotReady", 503, 3),
        (fault("ServiceUnavailable", 503), "ServiceUnavailable", 503, 3),
        (Reply(status=503, body=b"<html>"), "ServiceUnavailable", 503, 3),
        (fault("InternalFailure", 500), "InternalFailure", 502, 3),
        (fault("InternalDependencyException", 530), "InternalFailure", 502, 3),
        (Reply(status=500), "InternalFailure", 502, 3),
        (Reply(status=530), "InternalFailure", 502, 3),
        (model_error(500), "ModelServerError", 502, 3),
        (model_error(503), "ModelServerError", 502, 3),
        (fault("ModelError", 424), "ModelServerError", 502, 3),
        (model_error(400), "ModelClientError", 400, 1),
        (model_error(499), "ModelClientError", 499, 1),
        (model_error(0), "ModelTimeout", 504, 1),
        (fault("ValidationError", 400, f"Endpoint iris of {ARN} not found"), "EndpointUnavailable", 503, 1),
        (fault("AccessDeniedException", 403, DENIED), "AccessDenied", 500, 1),
        (fault("ExpiredTokenException", 403), "AccessDenied", 500, 1),
        (Reply(status=413), "PayloadTooLarge", 413, 1),
        (fault("Teapot", 418, ARN), "UnknownFault", 500, 1),
        (Reply(status=502), "ConnectionLost", 502, 1),
        (Reply(status=504), "ReadTimeout", 504, 1),
        (Reply(hang_up=True), "ConnectionReset", 502, 3),
        (Reply(body=b"0123456789", cut=4), "ConnectionLost", 502, 1),
    ],
)
def test_a_fault_is_told_logged_and_tried_again_as_the_table_says(
    aws: FakeAws, load: Load, lines: Lines, reply: Reply, code: str, status: int, requests: int
) -> None:
    aws.script(INVOKE, *[reply] * 5)
    answer = load("invoke").handler(http_event("1"), LambdaContext())
    error = json.loads(answer["body"])["error"]
    (line,) = lines()
    assert (answer["statusCode"], error["code"], len(aws.received)) == (status, code, requests)
    assert (line["status"], line["code"], line["attempts"]) == (status, code, requests)
    assert error["message"]
    assert "arn:" not in answer["body"]
    assert "123456789012" not in answer["body"]


@pytest.mark.parametrize("reply", [Reply(stall=30), Reply(body=b"0123456789", cut=4, hold=30)])
def test_a_read_timeout_is_never_tried_again(aws: FakeAws, load: Load, reply: Reply) -> None:
    """The inference may have run, or may still: before the first byte and in the middle of the body."""
    aws.script(INVOKE, *[reply] * 3)
    answer = load("invoke", SAGEWIRE_READ_TIMEOUT="0.2").handler(http_event("1"), LambdaContext())
    assert (answer["statusCode"], json.loads(answer["body"])["error"]["code"]) == (504, "ReadTimeout")
    assert len(aws.received) == 1


def test_an_arn_is_in_the_log_and_not_in_the_answer(aws: FakeAws, load: Load, lines: Lines) -> None:
    aws.script(INVOKE, fault("AccessDeniedException", 403, DENIED))
    answer = load("invoke").handler(http_event("1"), LambdaContext())
    assert "arn:" not in answer["body"]
    assert ARN in lines()[0]["detail"]


def test_the_models_words_on_a_client_error_reach_the_caller_and_not_the_log(
    aws: FakeAws, load: Load, lines: Lines
) -> None:
    """They may quote the request."""
    aws.script(INVOKE, model_error(422, "no such name: Ada"))
    answer = load("invoke").handler(http_event("1"), LambdaContext())
    assert json.loads(answer["body"])["error"]["message"] == "no such name: Ada"
    assert lines()[0]["detail"] == "the model answered with status 422"


def test_the_models_words_on_a_server_error_reach_nobody(aws: FakeAws, load: Load, lines: Lines) -> None:
    aws.script(INVOKE, *[model_error(500, "File secret.py, line 4")] * 3)
    answer = load("invoke").handler(http_event("1"), LambdaContext())
    assert "secret" not in answer["body"] + json.dumps(lines())


def test_a_model_without_words_is_told_by_its_status_and_a_long_one_is_cut(aws: FakeAws, load: Load) -> None:
    handler = load("invoke").handler
    aws.script(INVOKE, model_error(404, ""), model_error(404, "x" * 5000))
    first, second = (json.loads(handler(http_event("1"), LambdaContext())["body"])["error"] for _ in range(2))
    assert first["message"] == "the model answered with status 404"
    assert second["message"] == "x" * 1024


def test_an_endpoint_out_of_reach_is_tried_again(load: Load, lines: Lines) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        answer = load("invoke", AWS_ENDPOINT_URL=url).handler(http_event("1"), LambdaContext())
    assert answer["statusCode"] == 502
    assert json.loads(answer["body"])["error"]["code"] == "Unreachable"
    assert lines()[0]["attempts"] == 3


def test_a_failed_handshake_is_not_tried_again(aws: FakeAws, load: Load, lines: Lines) -> None:
    url = aws.url.replace("http:", "https:")
    answer = load("invoke", AWS_ENDPOINT_URL=url).handler(http_event("1"), LambdaContext())
    assert (answer["statusCode"], json.loads(answer["body"])["error"]["code"]) == (502, "ConnectionLost")
    assert lines()[0]["attempts"] == 1


def test_a_body_that_only_botocore_finds_too_short_is_a_lost_connection() -> None:
    """urllib3 1 leaves the count to botocore, urllib3 2 counts for itself."""
    with pytest.raises(errors.ConnectionLost), translated():
        raise IncompleteReadError(actual_bytes=4, expected_bytes=10)


def test_missing_credentials_are_an_unknown_fault(aws: FakeAws, tmp_path: Path) -> None:
    """In a process of its own, as botocore keeps the credentials it once found."""
    code = "from invoke.handler import handler; from tests.lambda_src.events import *; "
    asked = "print(handler(http_event('1'), LambdaContext())['statusCode'])"
    environment = {name: value for name, value in ENVIRONMENT.items() if not name.startswith("AWS_ACCESS")}
    paths = {"HOME": str(tmp_path), "PYTHONPATH": f"{ROOT / 'lambda_src'}:{ROOT}", "AWS_ENDPOINT_URL": aws.url}
    ran = subprocess.run(
        [sys.executable, "-B", "-c", code + asked],
        env={**environment, **paths},
        capture_output=True,
        text=True,
        check=True,
    )
    line, status = ran.stdout.splitlines()
    assert (json.loads(line)["code"], status) == ("UnknownFault", "500")
    assert aws.received == []


def test_the_documented_table_is_the_one_in_the_code() -> None:
    documented = {
        (row[0], row[1], row[2])
        for line in (errors.__doc__ or "").splitlines()
        if line.startswith("| ") and (row := [cell.strip() for cell in line.strip("|").split("|")])[0] != "code"
    }
    assert documented == {
        (kind.__name__, "4xx" if kind is errors.ModelClientError else str(kind.status), kind.retry.name)
        for kind in InferenceError.__subclasses__()
    }
