"""One inference for each idempotency key, whatever comes twice, at once, or to a table that does not answer."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from inference.errors import InferenceError
from sagewire.testing import Reply, faults
from tests.lambda_src.conftest import ENVIRONMENT, Lines, Load
from tests.lambda_src.events import LambdaContext, bus_event, http_event, object_created
from tests.lambda_src.fake_aws import (
    INVOKE,
    INVOKE_ASYNC,
    PUT_EVENTS,
    PUT_OBJECT,
    FakeAws,
    fault,
    model_error,
    result,
)
from tests.lambda_src.fake_dynamodb import FakeDynamoDb

pytest.importorskip("aws_lambda_powertools")

SOURCE = Path(__file__).parents[2] / "lambda_src"
SECRET = "order-4711-of-Ada"
LARGEST = 301_056  # bytes
TIMEOUT = 60  # seconds, of LambdaContext


@pytest.fixture
def table() -> Iterator[FakeDynamoDb]:
    fake = FakeDynamoDb()
    yield fake
    fake.close()


def settings(table: FakeDynamoDb) -> dict[str, str]:
    return {"SAGEWIRE_IDEMPOTENCY_TABLE": "keys", "AWS_ENDPOINT_URL_DYNAMODB": table.url}


@pytest.fixture
def invoker(load: Load, table: FakeDynamoDb) -> ModuleType:
    return load("invoke", **settings(table))


def ask(function: ModuleType, body: str | bytes = "[1]", key: str = SECRET) -> dict[str, Any]:
    """An HTTP request with a key."""
    answer: dict[str, Any] = function.handler(http_event(body, Idempotency_Key=key), LambdaContext())
    return answer


def code(answer: dict[str, Any]) -> str:
    return str(json.loads(answer["body"])["error"]["code"])


def test_the_same_key_gets_the_stored_answer(aws: FakeAws, invoker: ModuleType, lines: Lines) -> None:
    answer = Reply(
        headers={
            "content-type": "image/png",
            "x-amzn-invoked-production-variant": "blue",
            "x-amzn-sagemaker-custom-attributes": "trace=1",
        },
        body=bytes(range(256)),
    )
    aws.script(INVOKE, answer)
    first, second = ask(invoker), ask(invoker)
    assert first == second
    assert (first["statusCode"], first["headers"]["x-amzn-sagemaker-custom-attributes"]) == (200, "trace=1")
    assert len(aws.calls(INVOKE)) == 1
    told = [{name: line.get(name) for name in ("attempts", "variant", "responseBytes", "detail")} for line in lines()]
    assert told == [
        {"attempts": 1, "variant": "blue", "responseBytes": 256, "detail": None},
        {
            "attempts": 0,
            "variant": "blue",
            "responseBytes": 256,
            "detail": "the answer that was kept with the idempotency key",
        },
    ]


def test_without_a_key_nothing_is_stored(aws: FakeAws, invoker: ModuleType, table: FakeDynamoDb) -> None:
    for _ in range(2):
        invoker.handler(http_event("[1]"), LambdaContext())
    assert (len(aws.calls(INVOKE)), table.asked) == (2, [])


def test_each_key_is_inferred(aws: FakeAws, invoker: ModuleType) -> None:
    assert ask(invoker, key="1")["statusCode"] == ask(invoker, key="2")["statusCode"] == 200
    assert len(aws.calls(INVOKE)) == 2


def test_functions_that_fix_other_targets_share_no_answers(aws: FakeAws, load: Load, table: FakeDynamoDb) -> None:
    """Of one endpoint, with one table."""
    model, variant = "SAGEWIRE_TARGET_MODEL", "SAGEWIRE_TARGET_VARIANT"
    targets = [{model: a, variant: b} for a, b in ((None, None), ("a", None), ("b", None), (None, "a"))]
    aws.script(INVOKE, *(result(str(number).encode()) for number in range(len(targets))))
    for _ in range(2):
        answers = [ask(load("invoke", **settings(table), **target))["body"] for target in targets]
        assert answers == ["0", "1", "2", "3"]
    assert len(aws.calls(INVOKE)) == len(targets)


def test_its_store_is_configured_before_requests_come_at_once(invoker: ModuleType) -> None:
    """Powertools does it with the first, and lets the second pass meanwhile, with a key of another sort."""
    assert invoker.ENDPOINT.store.configured
    assert invoker.ENDPOINT.store.event_key_jmespath == "key"


def test_the_answer_is_kept_for_the_given_time(aws: FakeAws, load: Load, table: FakeDynamoDb) -> None:
    invoker = load("invoke", **settings(table), SAGEWIRE_IDEMPOTENCY_SECONDS="100")
    ask(invoker)
    table.pass_time(99)
    ask(invoker)
    assert len(aws.calls(INVOKE)) == 1
    table.pass_time(3)
    ask(invoker)
    assert len(aws.calls(INVOKE)) == 2


def test_the_receipt_of_an_asynchronous_endpoint_is_stored(aws: FakeAws, load: Load, table: FakeDynamoDb) -> None:
    invoker = load("invoke_async", **settings(table), SAGEWIRE_REQUEST_LIMIT="200000")
    first, second = (ask(invoker, body="x" * 150_000) for _ in range(2))
    assert (first["statusCode"], first) == (202, second)
    assert len(aws.calls(PUT_OBJECT)) == 1
    for _ in range(2):
        invoker.handler(object_created("a.json"), LambdaContext())
    assert len(aws.calls(INVOKE_ASYNC)) == 2


def test_neither_key_nor_request_is_in_the_table_or_the_log(
    invoker: ModuleType, table: FakeDynamoDb, lines: Lines
) -> None:
    ask(invoker, body='["Ada"]')
    ask(invoker, body='["Eve"]')
    (name,) = table.items
    endpoint, _, digest = name.partition("#")
    assert (endpoint, len(digest)) == ("iris", 64)
    assert "Ada" not in json.dumps(table.items) + json.dumps(lines())


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("[2]", {}),
        ("[1]", {"Accept": "text/csv"}),
        ("[1]", {"Content_Type": "text/csv"}),
        ("[1]", {"X_Amzn_SageMaker_Target_Model": "b.tar.gz"}),
    ],
)
def test_the_same_key_with_another_request_is_refused(
    aws: FakeAws, invoker: ModuleType, body: str, headers: dict[str, str]
) -> None:
    ask(invoker)
    answer = invoker.handler(http_event(body, Idempotency_Key=SECRET, **headers), LambdaContext())
    assert (answer["statusCode"], code(answer)) == (400, "BadRequest")
    assert len(aws.calls(INVOKE)) == 1


@pytest.mark.parametrize("failure", [model_error(422), faults.cut(b"[1]", after=1)])
def test_an_error_is_not_stored(aws: FakeAws, invoker: ModuleType, table: FakeDynamoDb, failure: Reply) -> None:
    aws.script(INVOKE, failure)
    assert ask(invoker)["statusCode"] in {422, 502}
    assert table.items == {}
    assert ask(invoker)["statusCode"] == 200
    assert len(aws.calls(INVOKE)) == 2


def test_fault_11_the_same_event_twice_is_one_inference(aws: FakeAws, invoker: ModuleType) -> None:
    """Its result is published each time: the first may not have arrived."""
    for _ in range(2):
        invoker.handler(bus_event({"x": 1}), LambdaContext())
    assert len(aws.calls(INVOKE)) == 1
    first, second = (event["Detail"] | {"milliseconds": 0} for event in aws.events)
    assert (first, first["result"]) == (second, {"score": 0.5})


def test_a_result_that_was_not_published_is_published_from_the_table(aws: FakeAws, invoker: ModuleType) -> None:
    aws.script(PUT_EVENTS, fault("AccessDeniedException", 400))
    with pytest.raises(InferenceError, match="published"):
        invoker.handler(bus_event({}), LambdaContext())
    invoker.handler(bus_event({}), LambdaContext())
    assert (len(aws.calls(INVOKE)), len(aws.calls(PUT_EVENTS))) == (1, 2)


def test_fault_11_the_same_key_50_times_at_once_is_one_inference(aws: FakeAws, invoker: ModuleType) -> None:
    aws.script(INVOKE, Reply(body=b"[1]", stall=0.2))
    with ThreadPoolExecutor(50) as callers:
        answers = list(callers.map(lambda _: ask(invoker), range(50)))
    assert len(aws.calls(INVOKE)) == 1
    refused = [answer for answer in answers if answer["statusCode"] != 200]
    assert {(answer["statusCode"], code(answer)) for answer in refused} <= {(409, "AlreadyRunning")}
    assert {answer["body"] for answer in answers if answer not in refused} == {"[1]"}


@pytest.fixture
def killed(aws: FakeAws, table: FakeDynamoDb, tmp_path: Path) -> None:
    """A function that dies between the inference and its record."""
    aws.script(INVOKE, Reply(stall=60))
    event = http_event("[1]", Idempotency_Key=SECRET)
    asked = f"handler({event!r}, LambdaContext())"
    ran = subprocess.Popen(
        [sys.executable, "-B", "-c", f"from tests.lambda_src.events import *; from invoke.handler import *; {asked}"],
        cwd=SOURCE.parent,
        env={
            **ENVIRONMENT,
            **settings(table),
            "AWS_ENDPOINT_URL": aws.url,
            "SAGEWIRE_READ_TIMEOUT": "50",
            "HOME": str(tmp_path),
            "PYTHONPATH": os.pathsep.join([str(SOURCE), str(SOURCE.parent)]),
        },
    )
    while not aws.calls(INVOKE):
        assert ran.poll() is None
        time.sleep(0.01)
    ran.kill()
    ran.wait()


@pytest.mark.usefixtures("killed")
def test_fault_11_a_crash_before_the_record_costs_one_more_inference_and_never_none(
    aws: FakeAws, invoker: ModuleType, table: FakeDynamoDb
) -> None:
    """Until the dead function's timeout is over nobody can know that it is dead."""
    assert code(ask(invoker)) == "AlreadyRunning"
    with pytest.raises(InferenceError) as raised:
        invoker.handler({**bus_event([1]), "id": SECRET}, LambdaContext())
    assert raised.value.code == "AlreadyRunning"
    assert len(aws.calls(INVOKE)) == 1
    table.pass_time(TIMEOUT)
    assert [ask(invoker)["statusCode"] for _ in range(3)] == [200, 200, 200]
    assert len(aws.calls(INVOKE)) == 2


def test_a_record_that_changes_all_the_time_is_one_that_is_being_inferred(
    aws: FakeAws, invoker: ModuleType, table: FakeDynamoDb
) -> None:
    """DynamoDB says that there is a record, and the record that it has run out, again and again."""
    ask(invoker)
    table.pass_time(10_000)
    table.frozen = True
    assert code(ask(invoker)) == "AlreadyRunning"
    assert len(aws.calls(INVOKE)) == 1


def test_an_answer_of_the_largest_size_is_kept(aws: FakeAws, invoker: ModuleType, lines: Lines) -> None:
    aws.script(INVOKE, result(b"x" * LARGEST, "text/plain"))
    assert ask(invoker) == ask(invoker)
    assert len(aws.calls(INVOKE)) == 1
    assert "too large" not in json.dumps(lines())


def test_a_larger_answer_is_given_and_inferred_again_and_the_log_says_so(
    aws: FakeAws, invoker: ModuleType, lines: Lines
) -> None:
    aws.script(INVOKE, *[result(b"x" * (LARGEST + 1), "text/plain")] * 2)
    assert ask(invoker) == ask(invoker)
    assert len(aws.calls(INVOKE)) == 2
    assert all("too large" in line["detail"] and line["status"] == 200 for line in lines())


def test_a_table_that_takes_no_key_lets_no_inference_run(
    aws: FakeAws, invoker: ModuleType, table: FakeDynamoDb, lines: Lines
) -> None:
    table.denied.add("PutItem")
    answer = ask(invoker)
    assert (answer["statusCode"], code(answer), answer["headers"]["retry-after"]) == (503, "KeyNotStored", "5")
    assert "arn:" not in answer["body"]
    assert "table/keys" in lines()[0]["detail"]
    with pytest.raises(InferenceError, match="could not be stored"):
        invoker.handler(bus_event({}), LambdaContext())
    assert aws.calls(INVOKE) == []


def test_a_table_out_of_reach_lets_no_inference_run(aws: FakeAws, load: Load, table: FakeDynamoDb) -> None:
    table.close()
    assert code(ask(load("invoke", **settings(table)))) == "KeyNotStored"
    assert aws.calls(INVOKE) == []


def test_an_answer_that_the_table_does_not_take_is_given_and_the_log_says_so(
    aws: FakeAws, invoker: ModuleType, table: FakeDynamoDb, lines: Lines
) -> None:
    table.denied.add("UpdateItem")
    assert ask(invoker)["statusCode"] == 200
    assert lines()[0]["detail"].startswith("the same idempotency key may be inferred again: ")
    assert code(ask(invoker)) == "AlreadyRunning"
    table.pass_time(TIMEOUT)
    assert ask(invoker)["statusCode"] == 200
    assert len(aws.calls(INVOKE)) == 2


def test_an_error_reaches_the_caller_when_the_table_does_not_free_the_key(
    aws: FakeAws, invoker: ModuleType, table: FakeDynamoDb
) -> None:
    table.denied.add("DeleteItem")
    aws.script(INVOKE, model_error(422, "4 features, not 5"))
    assert json.loads(ask(invoker)["body"])["error"]["message"] == "4 features, not 5"
    assert code(ask(invoker)) == "AlreadyRunning"


@pytest.mark.parametrize("function", ["invoke", "invoke_async"])
@pytest.mark.parametrize("variable", [None, "SAGEWIRE_IDEMPOTENCY_TABLE", "SAGEWIRE_CIRCUIT_TABLE"])
def test_powertools_is_loaded_with_its_options_only(function: str, variable: str | None, tmp_path: Path) -> None:
    code = f"import sys, {function}.handler; print(*sorted({{'aws_lambda_powertools', 'boto3'}} & set(sys.modules)))"
    ran = subprocess.run(
        [sys.executable, "-B", "-c", code],
        cwd=SOURCE,
        env={**ENVIRONMENT, "HOME": str(tmp_path), "PATH": os.environ["PATH"], **({variable: "t"} if variable else {})},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == (["aws_lambda_powertools", "boto3"] if variable else [])
