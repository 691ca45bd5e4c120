"""Fault 7: an answer that breaks after its 200, or that is none; it never counts as a success."""

import json

import pytest

from inference.errors import InferenceError
from sagewire.testing import Answer, faults
from tests.lambda_src.conftest import Lines, Load
from tests.lambda_src.events import LambdaContext, bus_event, http_event
from tests.lambda_src.fake_aws import INVOKE, INVOKE_ASYNC, PUT_EVENTS, FakeAws

WHOLE = b'{"score": 0.5, "label": "iris"}'
BROKEN = {
    "cut": faults.cut(WHOLE, after=14),
    "cut before its first byte": faults.cut(WHOLE, after=0),
    "shorter than said": faults.wrong_length(WHOLE, len(WHOLE) + 1),
}
NONE = {"gone after the request": faults.hang_up(), "no HTTP": faults.garbage()}
EACH = pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
EACH_OR_NONE = pytest.mark.parametrize("answer", [*BROKEN.values(), *NONE.values()], ids=[*BROKEN, *NONE])


@EACH
def test_fault_7_a_broken_answer_to_an_event_is_raised_and_no_event_tells_of_a_success(
    aws: FakeAws, load: Load, answer: Answer
) -> None:
    """Lambda sends the event again; as the inference may have run, this invocation does not ask again."""
    aws.script(INVOKE, answer)
    with pytest.raises(InferenceError) as raised:
        load("invoke").handler(bus_event([1]), LambdaContext())
    assert (raised.value.code, len(aws.calls(INVOKE)), aws.events) == ("ConnectionLost", 1, [])


@EACH
def test_fault_7_a_broken_answer_is_told_to_an_http_caller_without_a_byte_of_it(
    aws: FakeAws, load: Load, lines: Lines, answer: Answer
) -> None:
    aws.script(INVOKE, answer)
    told = load("invoke").handler(http_event("1"), LambdaContext())
    assert (told["statusCode"], json.loads(told["body"])["error"]["code"]) == (502, "ConnectionLost")
    assert "score" not in told["body"]
    assert (lines()[0]["level"], len(aws.received)) == ("ERROR", 1)


@EACH
def test_fault_7_a_broken_receipt_is_no_receipt(aws: FakeAws, load: Load, answer: Answer) -> None:
    aws.script(INVOKE_ASYNC, answer)
    with pytest.raises(InferenceError):
        load("invoke_async").handler([1], LambdaContext())
    assert len(aws.calls(INVOKE_ASYNC)) == 1


@pytest.mark.parametrize("answer", NONE.values(), ids=NONE)
def test_fault_7_what_broke_before_any_answer_is_asked_again(
    aws: FakeAws, load: Load, lines: Lines, answer: Answer
) -> None:
    """As throttling is: up to three attempts here."""
    handler = load("invoke").handler
    aws.script(INVOKE, answer)
    assert handler(http_event("1"), LambdaContext())["statusCode"] == 200
    aws.script(INVOKE, *answer.times(3))
    told = handler(http_event("1"), LambdaContext())
    assert (told["statusCode"], json.loads(told["body"])["error"]["code"]) == (502, "ConnectionReset")
    assert [line["attempts"] for line in lines()] == [2, 3]


@pytest.mark.parametrize("answer", NONE.values(), ids=NONE)
def test_fault_7_a_handover_that_got_no_answer_is_made_again(aws: FakeAws, load: Load, answer: Answer) -> None:
    """Under the same inference id; its result may come twice."""
    aws.script(INVOKE_ASYNC, answer)
    load("invoke_async").handler([1], LambdaContext())
    first, second = aws.calls(INVOKE_ASYNC)
    name = "x-amzn-sagemaker-inference-id"
    assert first.headers[name] == second.headers[name]


@EACH_OR_NONE
def test_fault_7_a_result_whose_arrival_is_unknown_is_published_again_and_not_inferred_again(
    aws: FakeAws, load: Load, answer: Answer
) -> None:
    """An event may come twice; after three attempts Lambda has to repeat the whole."""
    aws.script(PUT_EVENTS, *answer.times(2))
    handler = load("invoke").handler
    handler(bus_event([1]), LambdaContext())
    assert (len(aws.calls(INVOKE)), len(aws.calls(PUT_EVENTS))) == (1, 3)
    aws.script(PUT_EVENTS, *answer.times(3))
    with pytest.raises(InferenceError) as raised:
        handler(bus_event([1]), LambdaContext())
    assert (raised.value.code, len(aws.calls(PUT_EVENTS))) == ("ResultNotPublished", 6)
