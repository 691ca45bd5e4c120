"""Every way into an invoker and every way out, used as callers use them, against a stack with real functions."""

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App

from tests.local.account import Account, eventually, new_name
from tests.local.deploying import deploy
from tests.local.ways_in_scene import Scene
from tests.local.ways_in_stack import MODEL, NAME, SCHEDULED, WaysInStack
from tests.local.web_sockets import WebSocket

BYTES = bytes(range(256))
BINARY = {"Content-Type": "application/octet-stream", "Accept": "application/octet-stream"}
SUCCEEDED, FAILED = "Inference Succeeded", "Inference Failed"
HTTP = [("FunctionUrl", "lambda"), ("HttpApi", "execute-api"), ("RestApi", "execute-api")]


def number() -> int:
    """One that no other test asks about, so that its result can be told."""
    return int(new_name("n").rpartition("-")[2]) * 1000


def request(value: int) -> str:
    return json.dumps({"instances": [value, 7]})


def prediction(value: int) -> dict[str, Any]:
    return {"predictions": [3 * value, 21]}


@pytest.fixture(scope="module")
def scene(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder: Path = tmp_path_factory.mktemp("ways-in")
    model = folder / "model"
    (model / "code").mkdir(parents=True)
    (model / "code" / "inference.py").write_text(MODEL)
    (model / "weights.json").write_text("3")
    app = App(outdir=str(folder / "cdk.out"), analytics_reporting=False, builtin_cloud_formation_validation=False)
    WaysInStack(app, model)
    app.synth()
    return Scene(account, deploy(account, folder / "cdk.out", stack=NAME).outputs)


# Whoever asks waits for the answer


@pytest.mark.parametrize(("way", "service"), HTTP)
def test_http_answers_with_the_prediction(scene: Scene, way: str, service: str) -> None:
    headers = {"X-Amzn-SageMaker-Custom-Attributes": "shelf=7"}
    answer = scene.ask(way, request(5).encode(), service=service, headers=headers)
    assert (answer.status, json.loads(answer.body)) == (200, prediction(5))
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-amzn-sagemaker-custom-attributes"] == "shelf=7"


@pytest.mark.parametrize(("way", "service"), HTTP)
def test_http_carries_bytes_both_ways(scene: Scene, way: str, service: str) -> None:
    answer = scene.ask(way, BYTES, service=service, headers=BINARY)
    assert (answer.status, answer.body) == (200, BYTES[::-1])
    assert answer.headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize(("way", "service"), HTTP)
def test_http_lets_in_whom_the_stack_allows_and_nobody_else(scene: Scene, way: str, service: str) -> None:
    allowed, stranger = scene.credentials("Caller"), scene.credentials("Stranger")
    assert scene.ask(way, request(1).encode(), service=service, credentials=allowed).status == 200
    assert scene.ask(way, request(1).encode(), service=service, credentials=stranger).status == 403
    assert scene.ask(way, request(1).encode(), service=service, credentials=None).status == 403


@pytest.mark.parametrize(("way", "service"), HTTP)
def test_http_says_what_the_model_refused(scene: Scene, way: str, service: str) -> None:
    answer = scene.ask(way, b"poison", service=service)
    told = json.loads(answer.body)["error"]
    assert 400 <= answer.status < 500
    assert told["requestId"]


def test_a_direct_call_answers_with_the_prediction(scene: Scene) -> None:
    assert scene.call("AnsweringFunction", request(6)) == prediction(6)


def test_a_direct_call_says_what_its_body_is_in_its_client_context(scene: Scene) -> None:
    kind = "application/octet-stream"
    answer = scene.call("AnsweringFunction", request(6), ContentType=kind, Accept=kind)
    assert answer["contentType"] == kind
    # The function has parsed the JSON and written its own.
    assert json.loads(base64.b64decode(answer["base64"])[::-1]) == json.loads(request(6))


def test_a_direct_call_ends_with_the_error_that_it_failed_on(scene: Scene) -> None:
    assert scene.call("AnsweringFunction", json.dumps("poison"))["errorType"] == "ModelClientError"


def test_a_collected_stream_is_one_answer(scene: Scene) -> None:
    answer = scene.ask("Collected", request(8).encode(), service="lambda")
    assert (answer.status, json.loads(answer.body)) == (200, prediction(8))


def test_a_web_socket_gets_the_parts_of_a_stream(scene: Scene) -> None:
    with WebSocket(scene.account.aws, scene["WebSocket"]) as connection:
        assert connection.status == 101
        for value in (9, 10):
            connection.send(request(value))
            *parts, last = answer_on(connection)
            assert json.loads("".join(part["text"] for part in parts)) == prediction(value)
            assert len(parts) > 1, "not one message for all"
            assert last["parts"] == len(parts)


def test_a_web_socket_is_told_what_the_model_refused(scene: Scene) -> None:
    with WebSocket(scene.account.aws, scene["WebSocket"]) as connection:
        connection.send('it\'s "poison" /\\n é')
        (last,) = answer_on(connection)
        assert last["error"]["code"] == "ModelClientError"


def answer_on(connection: WebSocket) -> list[Any]:
    """The messages of one answer."""
    messages: list[Any] = []
    while not messages or not messages[-1]["last"]:
        messages.append(json.loads(connection.receive()))
    return messages


def test_a_web_socket_without_a_signature_is_refused(scene: Scene) -> None:
    with WebSocket(scene.account.aws, scene["WebSocket"], credentials=None) as connection:
        assert connection.status == 403


# Nobody waits


def check_result(scene: Scene, value: int) -> None:
    event, message = scene.result(prediction(value))
    assert (event["source"], event["detail-type"]) == ("sagewire", SUCCEEDED)
    assert event["detail"]["invokedProductionVariant"]
    assert message == {"outcome": SUCCEEDED, **event["detail"]}


def test_an_event_on_a_bus(scene: Scene) -> None:
    value = number()
    entry = {"EventBusName": scene["Bus"], "Source": "website", "DetailType": "Asked", "Detail": request(value)}
    sent = scene.client("events").put_events(Entries=[entry])["Entries"][0]["EventId"]
    check_result(scene, value)
    event, _ = scene.result(prediction(value), queue=False)
    assert event["detail"]["requestId"] == sent


def test_a_message_of_a_topic(scene: Scene) -> None:
    value = number()
    scene.client("sns").publish(TopicArn=scene["Topic"], Message=request(value))
    check_result(scene, value)


def test_a_schedule(scene: Scene) -> None:
    expected = {"predictions": [3 * each for each in SCHEDULED["instances"]]}
    event, message = scene.result(expected)
    assert message["requestId"] == event["detail"]["requestId"]
    assert "<" not in message["requestId"]


def test_a_message_of_a_queue_with_its_attributes(scene: Scene) -> None:
    encoded = base64.b64encode(request(value := number()).encode()).decode()
    attributes = {
        "ContentEncoding": {"DataType": "String", "StringValue": "base64"},
        "CustomAttributes": {"DataType": "String", "StringValue": "shelf=7"},
    }
    scene.account.sqs.send_message(QueueUrl=scene["Queue"], MessageBody=encoded, MessageAttributes=attributes)
    check_result(scene, value)
    eventually(lambda: scene.left("Queue") == 0)


def test_of_three_messages_the_one_that_fails_ends_in_the_dead_letter_queue(scene: Scene) -> None:
    scene.lower("Queue")
    first, last = number(), number()
    bodies = [request(first), "poison", request(last)]
    entries = [{"Id": str(place), "MessageBody": body} for place, body in enumerate(bodies)]
    sent = scene.account.sqs.send_message_batch(QueueUrl=scene["Queue"], Entries=entries)["Successful"]
    for value in (first, last):
        check_result(scene, value)
    dead = eventually(lambda: dead_letters(scene, "DeadLetters"), seconds=60)
    assert [(message["Body"], message["Attributes"]["ApproximateReceiveCount"]) for message in dead] == [
        ("poison", "3")
    ]
    assert scene.left("Queue") == 0
    failed = scene.told("Results", lambda told: told["requestId"] == sent[1]["MessageId"])
    assert failed["outcome"] == FAILED


def dead_letters(scene: Scene, queue: str) -> list[Any]:
    answer = scene.account.sqs.receive_message(QueueUrl=scene[queue], MessageSystemAttributeNames=["All"])
    found: list[Any] = answer.get("Messages", [])
    for message in found:
        scene.account.sqs.delete_message(QueueUrl=scene[queue], ReceiptHandle=message["ReceiptHandle"])
    return found


def test_a_fifo_queue_keeps_its_order_behind_the_message_that_fails(scene: Scene) -> None:
    """Of one group; the message behind it is inferred, but only once the other is given up."""
    scene.lower("Fifo")
    first, last = number(), number()
    for body in (request(first), "poison", request(last)):
        scene.account.sqs.send_message(
            QueueUrl=scene["Fifo"],
            MessageBody=body,
            MessageGroupId="visitor",
            MessageDeduplicationId=new_name("message"),
        )
    check_result(scene, first)
    dead = eventually(lambda: dead_letters(scene, "FifoDeadLetters"), seconds=60)
    assert dead[0]["Body"] == "poison"


def test_an_object_in_a_bucket(scene: Scene) -> None:
    key = f"incoming/{new_name('object')}.json"
    scene.account.s3.put_object(Bucket=scene["Input"], Key=key, Body=request(11))
    event = scene.told("Told", lambda told: str(told["detail"].get("inputLocation")).endswith(key))
    assert event["detail-type"] == SUCCEEDED
    assert json.loads(scene.account.get(event["detail"]["outputLocation"])) == prediction(11)


def test_an_event_on_which_the_model_fails_ends_in_the_dead_letter_queue(scene: Scene) -> None:
    detail = json.dumps({"instances": [], "taste": "poison"})
    entry = {"EventBusName": scene["Bus"], "Source": "website", "DetailType": "Asked", "Detail": detail}
    sent = scene.client("events").put_events(Entries=[entry])["Entries"][0]["EventId"]
    record = scene.told("DeadLetters", lambda told: told.get("requestPayload", {}).get("id") == sent)
    assert record["requestContext"]["condition"] == "RetriesExhausted"
    failed = scene.told("Results", lambda told: told["requestId"] == sent)
    assert failed["outcome"] == FAILED


# Idempotency and the circuit breaker


def test_a_key_is_inferred_once(scene: Scene) -> None:
    key = new_name("key")
    answers = [scene.call("GuardedFunction", request(value), IdempotencyKey=key) for value in (12, 12, 13)]
    assert answers[:2] == [prediction(12)] * 2
    assert answers[2]["errorType"] == "BadRequest", "the key is that of another request"
    assert [line["attempts"] for line in log_lines(scene, "GuardedFunction")] == [1, 0, 0]
    items = scene.client("dynamodb").scan(TableName=scene["Answers"])["Items"]
    assert items
    assert key not in json.dumps(items), "a digest of it"


def log_lines(scene: Scene, function: str) -> list[Any]:
    """What a function has logged as JSON."""
    configuration = scene.client("lambda").get_function_configuration(FunctionName=scene[function])
    events = scene.client("logs").filter_log_events(logGroupName=configuration["LoggingConfig"]["LogGroup"])["events"]
    return [json.loads(event["message"]) for event in events if event["message"].startswith("{")]


def test_an_endpoint_that_failed_is_left_alone_until_it_has_recovered(scene: Scene) -> None:
    """After two failed requests in a row, for a second, as the stack has it."""
    failed = [scene.call("GuardedFunction", json.dumps("broken"))["errorType"] for _ in range(2)]
    assert failed == ["ModelServerError"] * 2
    (state,) = scene.client("dynamodb").scan(TableName=scene["Circuits"])["Items"]
    assert "OPEN" in json.dumps(state).upper()
    eventually(lambda: scene.call("GuardedFunction", request(14)) == prediction(14))


def test_what_a_function_counts_in_its_log_is_a_metric(scene: Scene) -> None:
    """Of the endpoint, by all of its functions."""
    assert scene.call("AnsweringFunction", request(15)) == prediction(15)
    variables = scene.client("lambda").get_function_configuration(FunctionName=scene["AnsweringFunction"])
    endpoint = variables["Environment"]["Variables"]["SAGEWIRE_ENDPOINT_NAME"]
    now = datetime.now(UTC)

    def points() -> list[Any]:
        found: list[Any] = scene.client("cloudwatch").get_metric_statistics(
            Namespace="Sagewire",
            MetricName="Invocations",
            Dimensions=[{"Name": "Endpoint", "Value": endpoint}],
            StartTime=now - timedelta(hours=1),
            EndTime=now + timedelta(hours=1),
            Period=7200,
            Statistics=["Sum"],
        )["Datapoints"]
        return found

    assert eventually(points)[0]["Sum"] >= 1
