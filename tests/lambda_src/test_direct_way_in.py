"""Direct calls of the function."""

import json
from typing import Any

import pytest

from inference.errors import InferenceError
from tests.lambda_src.conftest import Load
from tests.lambda_src.events import LambdaContext
from tests.lambda_src.fake_aws import INVOKE, FakeAws, model_error, result


@pytest.mark.parametrize(
    "event",
    [
        {"x": [1, 2]},
        [1, 2.5],
        "grün",
        3,
        None,
        {},
        {"requestContext": "mine"},
        {"detail": 1},
        {"source": "mine", "detail-type": "x", "detail": {}},
    ],
)
def test_the_event_is_the_request(aws: FakeAws, load: Load, event: Any) -> None:
    assert load("invoke").handler(event, LambdaContext()) == {"score": 0.5}
    (call,) = aws.calls(INVOKE)
    assert json.loads(call.body) == event
    assert call.headers["content-type"] == "application/json"
    assert call.headers["x-amzn-sagemaker-inference-id"] == "lambda-1"


@pytest.mark.parametrize(
    ("body", "content_type", "answer"),
    [
        (b"[0.5]", "application/json; charset=utf-8", [0.5]),
        (b"[0.5]", "Application/Vnd.Model+JSON", [0.5]),
        (b"0.5", "text/csv", {"contentType": "text/csv", "base64": "MC41"}),
        (b"[NaN]", "application/json", {"contentType": "application/json", "base64": "W05hTl0="}),
        (b"[-Infinity]", "application/json", {"contentType": "application/json", "base64": "Wy1JbmZpbml0eV0="}),
        (b"oops", "application/json", {"contentType": "application/json", "base64": "b29wcw=="}),
        (b"\xff", "application/json", {"contentType": "application/json", "base64": "/w=="}),
        (b"[-1e400]", "application/json", {"contentType": "application/json", "base64": "Wy0xZTQwMF0="}),
        (b"[1e308, 1e-400]", "application/json", [1e308, 0.0]),
        (b'"\\ud800"', "application/json", {"contentType": "application/json", "base64": "Ilx1ZDgwMCI="}),
        (b'{"\\uDC00": 1}', "application/json", {"contentType": "application/json", "base64": "eyJcdURDMDAiOiAxfQ=="}),
        (b'"\xed\xa0\x80"', "application/json", {"contentType": "application/json", "base64": "Iu2ggCI="}),
        (b'"\\ud83d\\ude00"', "application/json", "\U0001f600"),
        (b"\xef\xbb\xbf[1]", "application/json", [1]),
        (b"", "application/json", {"contentType": "application/json", "base64": ""}),
    ],
)
def test_the_answer_is_the_result_parsed_only_when_it_is_strictly_json(
    aws: FakeAws, load: Load, body: bytes, content_type: str, answer: Any
) -> None:
    aws.script(INVOKE, result(body, content_type))
    assert load("invoke").handler(1, LambdaContext()) == answer


def test_json_nested_too_deep_to_parse_is_answered_as_bytes(aws: FakeAws, load: Load) -> None:
    aws.script(INVOKE, result(b"[" * 100_000 + b"]" * 100_000))
    assert load("invoke").handler(1, LambdaContext()).keys() == {"contentType", "base64"}


def test_an_error_is_raised_under_its_code(aws: FakeAws, load: Load) -> None:
    """Lambda tells the caller the class as errorType and the text as errorMessage, and logs both: no model's words."""
    aws.script(INVOKE, model_error(422, "4 features, not 5"))
    with pytest.raises(InferenceError) as raised:
        load("invoke").handler(1, LambdaContext())
    assert type(raised.value).__name__ == "ModelClientError"
    assert str(raised.value) == "the model answered with status 422"


def test_text_that_is_no_unicode_is_refused(aws: FakeAws, load: Load) -> None:
    with pytest.raises(InferenceError, match="surrogate"):
        load("invoke").handler("\ud800", LambdaContext())
    assert aws.received == []


def test_an_answer_too_large_for_lambda_is_an_error(aws: FakeAws, load: Load) -> None:
    aws.script(INVOKE, result(b"x" * 5_000_000, "application/x-npy"))
    with pytest.raises(InferenceError, match="at most 6291456") as raised:
        load("invoke").handler(1, LambdaContext())
    assert raised.value.code == "ResultTooLarge"
