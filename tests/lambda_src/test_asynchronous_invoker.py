"""Requests to an asynchronous endpoint."""

import hashlib
import json
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import pytest

from inference.client import _session
from inference.endpoint import INLINE_LIMIT
from inference.errors import InferenceError
from tests.lambda_src.conftest import Lines, Load
from tests.lambda_src.events import REQUEST_ID, LambdaContext, bus_event, http_event, object_created
from tests.lambda_src.fake_aws import INVOKE_ASYNC, PUT_EVENTS, PUT_OBJECT, FakeAws, Reply, fault

LARGE = "1" * (INLINE_LIMIT + 1)
DIGEST = hashlib.sha256(LARGE.encode()).hexdigest()
RECEIPT = {"outputLocation": "s3://results/1.out", "failureLocation": "s3://failures/1.out"}


@pytest.fixture
def invoker(load: Load) -> ModuleType:
    return _started(load)


def _started(load: Load, **changes: str) -> ModuleType:
    return load("invoke_async", SAGEWIRE_REQUEST_LIMIT=str(1024**3), **changes)


def test_a_request_is_handed_over_with_its_body_and_accepted(aws: FakeAws, invoker: ModuleType) -> None:
    body = b"\x93NUMPY".ljust(INLINE_LIMIT)
    answer = invoker.handler(http_event(body, content_type="application/x-npy"), LambdaContext())
    assert (answer["statusCode"], json.loads(answer["body"])) == (202, {"inferenceId": REQUEST_ID, **RECEIPT})
    (call,) = aws.received
    assert (call.operation, call.body) == (INVOKE_ASYNC, body)
    assert "x-amzn-sagemaker-inputlocation" not in call.headers
    assert call.headers["x-amzn-sagemaker-content-type"] == "application/x-npy"


def test_a_large_http_request_is_stored_handed_over_and_accepted(aws: FakeAws, invoker: ModuleType) -> None:
    body = b"\x93NUMPY".ljust(INLINE_LIMIT + 1)
    event = http_event(body, content_type="application/x-npy", accept="application/json")
    answer = invoker.handler(event, LambdaContext())
    assert answer["statusCode"] == 202
    assert json.loads(answer["body"]) == {"inferenceId": REQUEST_ID, **RECEIPT}
    (stored,) = aws.calls(PUT_OBJECT)
    stored_as = f"inputs/requests/{REQUEST_ID}-{hashlib.sha256(body).hexdigest()}.npy"
    assert stored.path == f"/{stored_as}"
    assert (stored.body, stored.headers["content-type"]) == (body, "application/x-npy")
    (call,) = aws.calls(INVOKE_ASYNC)
    assert call.path == "/endpoints/iris/async-invocations"
    assert call.body == b""
    told = {name.removeprefix("x-amzn-sagemaker-"): value for name, value in call.headers.items()}
    assert told["inputlocation"] == f"s3://{stored_as}"
    assert told["inference-id"] == REQUEST_ID
    assert told["content-type"] == "application/x-npy"
    assert told["accept"] == "application/json"


def test_a_direct_call_gets_the_receipt(aws: FakeAws, load: Load, lines: Lines) -> None:
    assert load("invoke_async").handler([1], LambdaContext()) == {"inferenceId": "lambda-1", **RECEIPT}
    assert aws.calls(INVOKE_ASYNC)[0].body == b"[1]"
    assert lines()[0]["status"] == 202


def test_an_endpoint_without_a_failure_path_has_no_failure_location(aws: FakeAws, load: Load) -> None:
    headers = {"x-amzn-sagemaker-outputlocation": "s3://results/1.out"}
    aws.script(INVOKE_ASYNC, Reply(status=202, headers=headers, body=b'{"InferenceId": "theirs"}'))
    answer = load("invoke_async").handler([1], LambdaContext())
    assert answer == {"inferenceId": "theirs", "outputLocation": "s3://results/1.out"}


def test_an_event_is_handed_over_and_its_result_left_to_the_notification(aws: FakeAws, load: Load) -> None:
    assert load("invoke_async").handler(bus_event({"x": 1}), LambdaContext()) is None
    assert aws.calls(INVOKE_ASYNC)[0].body == b'{"x":1}'
    assert aws.calls(PUT_EVENTS) == []


@pytest.mark.parametrize(
    ("key", "content_type"),
    [
        ("new/a.json", "application/json"),
        ("new/a.CSV", "text/csv"),
        ("a+b %2B c.npy", "application/x-npy"),
        ("photo.JPEG", "image/jpeg"),
        ("photo.jpg", "image/jpeg"),
        ("archive.tar.gz", "application/octet-stream"),
        ("v1.json/data", "application/octet-stream"),
        ("data", "application/octet-stream"),
    ],
)
def test_a_new_object_is_the_request_itself(aws: FakeAws, load: Load, key: str, content_type: str) -> None:
    """Its key is taken as it is, and nothing is copied."""
    assert load("invoke_async").handler(object_created(key), LambdaContext()) is None
    (call,) = aws.received
    assert call.headers["x-amzn-sagemaker-inputlocation"] == f"s3://uploads/{key}"
    assert call.headers["x-amzn-sagemaker-content-type"] == content_type
    assert call.headers["x-amzn-sagemaker-inference-id"] == REQUEST_ID


@pytest.mark.parametrize(("key", "size", "said"), [("grün.csv", 10, "location"), ("a.csv", 0, "empty")])
def test_an_object_that_no_endpoint_could_read_is_a_failure(
    aws: FakeAws, load: Load, key: str, size: int, said: str
) -> None:
    with pytest.raises(InferenceError, match=said):
        load("invoke_async").handler(object_created(key, size), LambdaContext())
    (event,) = aws.events
    assert (event["DetailType"], event["Detail"]["requestId"]) == ("Inference Failed", REQUEST_ID)
    assert aws.calls(INVOKE_ASYNC) == []


def test_an_object_created_elsewhere_than_in_s3_is_a_request_like_any_other(aws: FakeAws, load: Load) -> None:
    load("invoke_async").handler({**object_created("a.csv"), "source": "shop"}, LambdaContext())
    assert json.loads(aws.calls(INVOKE_ASYNC)[0].body)["object"]["key"] == "a.csv"


@pytest.mark.parametrize(
    ("location", "content_type", "key"),
    [
        ("s3://inputs", "text/csv; header=present", f"{REQUEST_ID}-{DIGEST}.csv"),
        ("s3://inputs/", "application/x-unheard-of", f"{REQUEST_ID}-{DIGEST}"),
        ("s3://inputs/a/b/", "image/jpeg", f"a/b/{REQUEST_ID}-{DIGEST}.jpg"),
    ],
)
def test_a_request_is_stored_under_its_id_and_a_digest_of_its_body(
    aws: FakeAws, load: Load, location: str, content_type: str, key: str
) -> None:
    handler = _started(load, SAGEWIRE_INPUT_LOCATION=location).handler
    handler(http_event(LARGE, content_type=content_type), LambdaContext())
    assert urllib.parse.unquote(aws.calls(PUT_OBJECT)[0].path) == f"/inputs/{key}"
    assert aws.calls(INVOKE_ASYNC)[0].headers["x-amzn-sagemaker-inputlocation"] == f"s3://inputs/{key}"


@pytest.mark.parametrize(
    ("reply", "code", "status", "uploads"),
    [
        (fault("SlowDown", 503), "ServiceUnavailable", 503, 3),
        (Reply(status=403), "AccessDenied", 500, 1),
        (Reply(status=404), "UnknownFault", 500, 1),
    ],
)
def test_what_cannot_be_stored_is_not_handed_over(
    aws: FakeAws, invoker: ModuleType, lines: Lines, reply: Reply, code: str, status: int, uploads: int
) -> None:
    aws.script(PUT_OBJECT, *[reply] * 3)
    answer = invoker.handler(http_event(LARGE), LambdaContext())
    assert (answer["statusCode"], json.loads(answer["body"])["error"]["code"]) == (status, code)
    assert len(aws.received) == len(aws.calls(PUT_OBJECT)) == uploads
    assert lines()[0]["attempts"] == 0


def test_a_handover_is_tried_again_without_a_second_upload(aws: FakeAws, invoker: ModuleType, lines: Lines) -> None:
    aws.script(INVOKE_ASYNC, fault("ThrottlingException", 400), fault("InternalFailure", 500))
    assert invoker.handler(http_event(LARGE), LambdaContext())["statusCode"] == 202
    assert (len(aws.calls(PUT_OBJECT)), len(aws.calls(INVOKE_ASYNC)), lines()[0]["attempts"]) == (1, 3, 3)


def test_a_slow_upload_leaves_no_time_for_the_handover(aws: FakeAws, invoker: ModuleType) -> None:
    answer = invoker.handler(http_event(LARGE), LambdaContext(60_000, 1000))
    assert (answer["statusCode"], json.loads(answer["body"])["error"]["code"]) == (504, "OutOfTime")
    assert (len(aws.calls(PUT_OBJECT)), len(aws.calls(INVOKE_ASYNC))) == (1, 0)


def test_a_storage_that_was_used_once_is_used_again(aws: FakeAws, invoker: ModuleType) -> None:
    for _ in range(2):
        invoker.handler(http_event(LARGE), LambdaContext())
    assert len(aws.calls(PUT_OBJECT)) == 2
    assert invoker.ENDPOINT.storage.client is invoker.ENDPOINT.storage.client


def test_the_same_inference_id_twice_overwrites_no_input(aws: FakeAws, invoker: ModuleType) -> None:
    """The first may not have been read yet: a caller who knows its id would choose what is inferred for it."""
    for body in (LARGE, LARGE.replace("1", "2")):
        invoker.handler(http_event(body, x_amzn_sagemaker_inference_id="order-7"), LambdaContext())
    stored = {call.path: call.body[:1] for call in aws.calls(PUT_OBJECT)}
    assert sorted(stored.values()) == [b"1", b"2"]
    asked = [call.headers["x-amzn-sagemaker-inputlocation"] for call in aws.calls(INVOKE_ASYNC)]
    assert [f"s3:/{path}" for path in stored] == asked
    assert all(path.startswith("/inputs/requests/order-7-") for path in stored)


def test_the_first_requests_at_once_share_one_client(aws: FakeAws, invoker: ModuleType) -> None:
    """Python's cached_property has no lock from 3.12 on, and botocore's sessions make one client at a time."""
    made: list[str] = []

    def making(**told: Any) -> None:
        made.append(threading.current_thread().name)
        time.sleep(0.1)

    event = "creating-client-class.s3"
    _session().register(event, making)
    try:
        with ThreadPoolExecutor(8) as callers:
            events = [http_event(LARGE + str(number)) for number in range(8)]
            answers = list(callers.map(lambda event: invoker.handler(event, LambdaContext()), events))
    finally:
        _session().unregister(event, making)
    assert ([answer["statusCode"] for answer in answers], len(made)) == ([202] * 8, 1)
    assert len(aws.calls(PUT_OBJECT)) == 8


def test_a_choice_that_the_queue_has_not_is_refused(aws: FakeAws, invoker: ModuleType) -> None:
    event = http_event("1", **{"X-Amzn-SageMaker-Target-Model": "a.tar.gz"})
    answer = invoker.handler(event, LambdaContext())
    assert (answer["statusCode"], aws.received) == (400, [])
    assert "TargetModel" in json.loads(answer["body"])["error"]["message"]
