"""Requests just below, at and above what the endpoint's kind accepts, in bytes; nothing too large is sent."""

import json

import pytest

from inference.errors import InferenceError
from tests.lambda_src.conftest import Load
from tests.lambda_src.events import LambdaContext, http_event, object_created
from tests.lambda_src.fake_aws import INVOKE, INVOKE_ASYNC, FakeAws

LIMIT = 1002
SIZES = [(LIMIT - 1, 200), (LIMIT, 200), (LIMIT + 1, 413)]


def _text(size: int, letter: str) -> str:
    """A text of that many bytes, most of them in the given letters."""
    width = len(letter.encode())
    return letter * (size // width) + "x" * (size % width)


@pytest.mark.parametrize("letter", ["x", "あ", "😀"])
@pytest.mark.parametrize(("size", "status"), SIZES)
def test_text_counts_in_bytes(aws: FakeAws, load: Load, letter: str, size: int, status: int) -> None:
    handler = load("invoke", SAGEWIRE_REQUEST_LIMIT=str(LIMIT)).handler
    answer = handler(http_event(_text(size, letter)), LambdaContext())
    assert answer["statusCode"] == status
    assert [len(call.body) for call in aws.received] == ([size] if status == 200 else [])


@pytest.mark.parametrize(("size", "status"), SIZES)
def test_base64_counts_as_the_bytes_it_stands_for(aws: FakeAws, load: Load, size: int, status: int) -> None:
    handler = load("invoke", SAGEWIRE_REQUEST_LIMIT=str(LIMIT)).handler
    answer = handler(http_event(b"\xff" * size), LambdaContext())
    assert answer["statusCode"] == status
    assert [len(call.body) for call in aws.received] == ([size] if status == 200 else [])


def test_the_answer_names_size_and_limit(aws: FakeAws, load: Load) -> None:
    answer = load("invoke").handler(http_event("x" * 1001), LambdaContext())
    error = json.loads(answer["body"])["error"]
    assert error["code"] == "PayloadTooLarge"
    assert error["message"] == "the request has 1001 bytes, the endpoint accepts at most 1000"


@pytest.mark.parametrize("letter", ["x", "あ"])
@pytest.mark.parametrize("size", [LIMIT - 1, LIMIT, LIMIT + 1])
def test_a_direct_request_counts_as_the_json_that_is_sent(aws: FakeAws, load: Load, letter: str, size: int) -> None:
    handler = load("invoke", SAGEWIRE_REQUEST_LIMIT=str(LIMIT)).handler
    event = _text(size - 2, letter)
    if size > LIMIT:
        with pytest.raises(InferenceError, match=f"{size} bytes"):
            handler(event, LambdaContext())
    else:
        handler(event, LambdaContext())
    assert [len(call.body) for call in aws.calls(INVOKE)] == ([size] if size <= LIMIT else [])


@pytest.mark.parametrize("size", [LIMIT, LIMIT + 1])
def test_a_stored_request_counts_as_its_object(aws: FakeAws, load: Load, size: int) -> None:
    handler = load("invoke_async", SAGEWIRE_REQUEST_LIMIT=str(LIMIT)).handler
    if size > LIMIT:
        with pytest.raises(InferenceError, match="at most 1002"):
            handler(object_created("big.npy", size), LambdaContext())
    else:
        handler(object_created("big.npy", size), LambdaContext())
    assert len(aws.calls(INVOKE_ASYNC)) == (size <= LIMIT)


def test_an_inline_request_too_large_is_not_stored(aws: FakeAws, load: Load) -> None:
    answer = load("invoke_async").handler(http_event("x" * 1001), LambdaContext())
    assert answer["statusCode"] == 413
    assert aws.received == []
