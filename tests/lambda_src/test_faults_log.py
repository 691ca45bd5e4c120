"""Faults 21 and 22: secrets that an error quotes, and fields that try to write a log of their own.

What a template or an image may hold of secrets is refused where those are made.
"""

import json
from typing import Any

import pytest

from inference.errors import InferenceError
from sagewire.testing import Answer, Reply, faults
from tests.lambda_src.conftest import Load
from tests.lambda_src.events import LambdaContext, bus_event, http_event
from tests.lambda_src.fake_aws import INVOKE, FakeAws, fault, result
from tests.lambda_src.wire.raw_server import RawServer, http

SECRET_KEY, TOKEN = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "IQoJb3JpZ2luX2VjEXAMPLETOKEN"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "ASIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
    "AWS_SESSION_TOKEN": TOKEN,
}
# AWS quotes the request whose signature it refuses.
CANONICAL = f"""The request signature does not match. The Canonical String for this request should have been
'POST
/endpoints/iris/invocations

host:runtime.sagemaker.eu-west-1.amazonaws.com
x-amz-security-token:{TOKEN}
'"""
EVIL = '\n{"level": "INFO", "forged": true}\r\n\x1b[31mred\x1b[0m\u2028\u2029\x85\x00"'
EVIL_ANSWERS = {
    "an error's message": fault("ValidationError", 400, EVIL),
    "an unknown error's message": fault("Teapot", 418, EVIL),
    "an error's code": Reply(status=418, body=json.dumps({"__type": EVIL, "Message": "x"}).encode()),
    "a model's words": faults.model_error(422, EVIL),
    "a variant": Reply(body=b"1", headers={"x-amzn-invoked-production-variant": "\x1b[31mred \xc2\x85"}),
    "1 MB of an error": fault("Teapot", 418, "x" * 1_000_000),
    "1 MB of a model's words": faults.model_error(422, "x" * 1_000_000),
}


@pytest.mark.parametrize(
    "answer",
    [
        fault("InvalidSignatureException", 403, CANONICAL),
        fault("SignatureDoesNotMatch", 403, CANONICAL),
        fault("IncompleteSignatureException", 400, f"Authorization=AWS4-HMAC-SHA256 x-amz-security-token:{TOKEN}"),
        fault("ExpiredTokenException", 403, f"The security token {TOKEN} is expired"),
        fault("ThrottlingException", 400, f"{SECRET_KEY}"),
        faults.model_error(500, TOKEN),
        faults.model_error(400, "no"),
        faults.hang_up(),
        faults.garbage(TOKEN.encode()),
    ],
)
def test_fault_21_no_credential_is_ever_written_or_answered(
    aws: FakeAws, load: Load, capfd: pytest.CaptureFixture[str], answer: Answer
) -> None:
    aws.script(INVOKE, *answer.times(3))
    told = load("invoke", **CREDENTIALS).handler(http_event("1"), LambdaContext())
    written = "".join(capfd.readouterr()) + json.dumps(told)
    assert told["statusCode"] >= 400
    assert SECRET_KEY not in written
    assert TOKEN not in written


@pytest.mark.parametrize(
    "answer",
    [
        fault("InvalidSignatureException", 403, CANONICAL),
        fault("SignatureDoesNotMatch", 403, CANONICAL),
        fault("ExpiredTokenException", 403, f"The security token {TOKEN} is expired"),
        fault("Teapot", 418, CANONICAL),
    ],
)
def test_fault_21_no_credential_from_elsewhere_than_the_environment_is_written_either(
    aws: FakeAws, load: Load, capfd: pytest.CaptureFixture[str], answer: Answer
) -> None:
    """Where SnapStart restored the function, they are behind a URL, and the environment has none to look for."""
    credentials = RawServer()
    told = {"AccessKeyId": "AKIDRESTORED", "SecretAccessKey": SECRET_KEY, "Token": TOKEN}
    credentials.usual = http(200, json.dumps({**told, "Expiration": "2999-01-01T00:00:00Z"}).encode())
    elsewhere: dict[str, str | None] = {
        **dict.fromkeys(CREDENTIALS),
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{credentials.url}/role",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": "secret",
    }
    aws.script(INVOKE, *answer.times(3))
    answered = load("invoke", **elsewhere).handler(http_event("1"), LambdaContext())
    credentials.close()
    assert aws.calls(INVOKE)[0].headers["x-amz-security-token"] == TOKEN
    assert answered["statusCode"] >= 400
    assert TOKEN not in "".join(capfd.readouterr()) + json.dumps(answered)


def test_fault_21_no_header_of_the_caller_is_ever_written(
    aws: FakeAws, load: Load, capfd: pytest.CaptureFixture[str]
) -> None:
    event = http_event("1", authorization="Bearer secret-1", cookie="secret-2", x_api_key="secret-3")
    event["headers"]["x-amzn-sagemaker-custom-attributes"] = "secret-4"
    event["cookies"] = ["secret-5"]
    assert load("invoke").handler(event, LambdaContext())["statusCode"] == 200
    assert "secret" not in "".join(capfd.readouterr())
    told = aws.received[0].headers
    assert [name for name, value in told.items() if "secret" in value] == ["x-amzn-sagemaker-custom-attributes"]


@pytest.mark.parametrize("answer", EVIL_ANSWERS.values(), ids=EVIL_ANSWERS)
def test_fault_22_nothing_that_is_answered_can_break_or_flood_the_line(
    aws: FakeAws, load: Load, capfd: pytest.CaptureFixture[str], answer: Answer
) -> None:
    aws.script(INVOKE, answer)
    load("invoke").handler(http_event("1"), LambdaContext())
    _one_honest_line(capfd.readouterr())


@pytest.mark.parametrize(
    "event",
    [
        {**bus_event([1]), "id": EVIL},
        {**bus_event([1]), "id": "i" * 1_000_000},
        http_event("1", content_type=EVIL),
        http_event("1", accept="x" * 1_000_000),
        {**http_event("1"), "requestContext": {"http": {}, "requestId": EVIL}},
        http_event("1", x_amzn_sagemaker_session_id=EVIL),
        http_event("1", x_amzn_sagemaker_target_model="x" * 1_000_000),
        http_event("1", x_amzn_sagemaker_inference_id=EVIL),
    ],
)
def test_fault_22_nothing_that_is_asked_can_break_or_flood_the_line(
    aws: FakeAws, load: Load, capfd: pytest.CaptureFixture[str], event: dict[str, Any]
) -> None:
    handler = load("invoke").handler
    if "detail" in event:
        with pytest.raises(InferenceError, match="request id") as raised:
            handler(event, LambdaContext())
        assert len(str(raised.value)) <= 1024
    else:
        assert handler(event, LambdaContext())["statusCode"] == 400
    _one_honest_line(capfd.readouterr())
    assert aws.calls(INVOKE) == []


def test_fault_22_no_byte_of_a_payload_is_written_however_it_ends(
    aws: FakeAws, load: Load, capfd: pytest.CaptureFixture[str]
) -> None:
    handler = load("invoke").handler
    for answer in (
        result(b'"secret"'),
        faults.cut(b'"secret"', after=7),
        faults.model_error(422, "no such name: secret"),
        faults.model_error(500, "no such name: secret"),
        faults.hang_up(),
        faults.garbage(b"HTTP/1.1 200 secret\r\nsecret\r\n"),
    ):
        aws.script(INVOKE, answer)
        handler(http_event('"secret"'), LambdaContext())
    written = "".join(capfd.readouterr())
    assert len(written.splitlines()) >= 6
    assert "secret" not in written


def _one_honest_line(written: Any) -> None:
    assert written.err == ""
    assert written.out.endswith("\n")
    assert written.out[:-1].isascii()
    assert written.out[:-1].isprintable()
    assert len(written.out) < 4_000
    assert "forged" not in json.loads(written.out)
