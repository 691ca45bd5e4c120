"""Messages of SNS topics and the result events they cause."""

from typing import Any

import pytest

from inference.errors import InferenceError
from tests.lambda_src.conftest import Lines, Load
from tests.lambda_src.events import LambdaContext, topic_event
from tests.lambda_src.fake_aws import INVOKE, INVOKE_ASYNC, FakeAws, fault


def test_a_message_is_a_request_and_its_result_is_published(aws: FakeAws, load: Load, lines: Lines) -> None:
    event = topic_event("1,2", ContentType="text/csv", TargetVariant="blue", CorrelationId="order-7")
    assert load("invoke").handler(event, LambdaContext()) is None
    (call,) = aws.calls(INVOKE)
    assert call.body == b"1,2"
    assert call.headers["content-type"] == "text/csv"
    assert call.headers["x-amzn-sagemaker-target-variant"] == "blue"
    assert call.headers["x-amzn-sagemaker-inference-id"] == "s-1"
    (published,) = aws.events
    assert (published["DetailType"], published["Detail"]["requestId"]) == ("Inference Succeeded", "s-1")
    (line,) = lines()
    assert (line["wayIn"], line["requestId"], line["correlationId"]) == ("topic", "s-1", "order-7")


def test_a_body_of_bytes_comes_as_base64(aws: FakeAws, load: Load) -> None:
    load("invoke").handler(topic_event("/9j/", ContentEncoding="base64"), LambdaContext())
    assert aws.calls(INVOKE)[0].body == b"\xff\xd8\xff"


def test_a_binary_attribute_is_read_as_text(aws: FakeAws, load: Load) -> None:
    event = topic_event("1")
    event["Records"][0]["Sns"]["MessageAttributes"] = {"ContentType": {"Type": "Binary", "Value": "dGV4dC9jc3Y="}}
    load("invoke").handler(event, LambdaContext())
    assert aws.calls(INVOKE)[0].headers["content-type"] == "text/csv"


def test_attributes_of_other_names_are_not_looked_at(aws: FakeAws, load: Load) -> None:
    """Bytes that are no text, as tracing and others send them."""
    event = topic_event("1")
    event["Records"][0]["Sns"]["MessageAttributes"] = {"trace": {"Type": "Binary", "Value": "/w=="}, "other": {}}
    assert load("invoke").handler(event, LambdaContext()) is None
    assert aws.calls(INVOKE)[0].body == b"1"


def _sns(**changes: Any) -> dict[str, Any]:
    event = topic_event("1")
    event["Records"][0]["Sns"] |= changes
    return event


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (topic_event(""), "empty"),
        (_sns(Message=None), "body of type NoneType"),
        (topic_event("no base64!", ContentEncoding="base64"), "base64"),
        (_sns(MessageAttributes={"Accept": {"Type": "Binary", "Value": "/w=="}}), "binary message attribute"),
        (_sns(MessageAttributes={"Accept": {"Type": "String"}}), "of type NoneType"),
        ({"Records": topic_event("1")["Records"] * 2}, "2 records"),
    ],
)
def test_a_poison_message_is_raised_and_published_as_failed(
    aws: FakeAws, load: Load, event: dict[str, Any], said: str
) -> None:
    """Lambda sends it twice more, and then to the dead-letter queue."""
    with pytest.raises(InferenceError, match=said) as raised:
        load("invoke").handler(event, LambdaContext())
    assert raised.value.code == "BadRequest"
    (published,) = aws.events
    assert (published["DetailType"], published["Detail"]["requestId"]) == ("Inference Failed", "s-1")
    assert aws.calls(INVOKE) == []


def test_what_may_pass_is_only_raised(aws: FakeAws, load: Load) -> None:
    aws.script(INVOKE, fault("ValidationError", 400))
    with pytest.raises(InferenceError) as raised:
        load("invoke").handler(topic_event("1"), LambdaContext())
    assert raised.value.code == "EndpointUnavailable"
    assert aws.events == []


def test_a_message_may_come_without_attributes(aws: FakeAws, load: Load) -> None:
    load("invoke").handler(_sns(MessageAttributes=None), LambdaContext())
    assert aws.calls(INVOKE)[0].headers["content-type"] == "application/json"


def test_an_asynchronous_endpoint_takes_messages(aws: FakeAws, load: Load) -> None:
    assert load("invoke_async").handler(topic_event("1"), LambdaContext()) is None
    assert aws.calls(INVOKE_ASYNC)[0].headers["x-amzn-sagemaker-inference-id"] == "s-1"


def test_records_of_another_service_are_a_direct_call(aws: FakeAws, load: Load) -> None:
    assert load("invoke").handler({"Records": [{"EventSource": "aws:ses"}]}, LambdaContext()) == {"score": 0.5}
