"""An endpoint that fails is left alone, nothing is lost meanwhile, and one caller at a time finds out when it works."""

import json
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import pytest

from inference.errors import InferenceError
from sagewire.testing import Reply, faults
from tests.lambda_src.conftest import Lines, Load
from tests.lambda_src.events import LambdaContext, bus_event, http_event, object_created
from tests.lambda_src.fake_aws import INVOKE, INVOKE_ASYNC, INVOKE_STREAM, FakeAws, fault, model_error, result
from tests.lambda_src.fake_dynamodb import FakeDynamoDb

pytest.importorskip("aws_lambda_powertools")

BROKEN = fault("ServiceUnavailable", 503)
RECOVERY = 30  # seconds


@pytest.fixture
def table() -> Iterator[FakeDynamoDb]:
    fake = FakeDynamoDb()
    yield fake
    fake.close()


@pytest.fixture
def circuit() -> str:
    """Powertools counts failures by the circuit's name, for as long as the process lives."""
    return f"iris-{uuid.uuid4()}"


@pytest.fixture
def settings(table: FakeDynamoDb, circuit: str) -> dict[str, str]:
    return {
        "SAGEWIRE_CIRCUIT_TABLE": "circuits",
        "AWS_ENDPOINT_URL_DYNAMODB": table.url,
        "SAGEWIRE_ENDPOINT_NAME": circuit,
        "SAGEWIRE_MAX_ATTEMPTS": "1",
    }


@pytest.fixture
def invoker(load: Load, settings: dict[str, str]) -> ModuleType:
    return load("invoke", **settings)


def ask(function: ModuleType) -> str | None:
    """An HTTP request's error, or None."""
    answer = function.handler(http_event("[1]"), LambdaContext())
    error: dict[str, str] = {} if answer["statusCode"] < 400 else json.loads(answer["body"])["error"]
    return error.get("code")


def break_down(aws: FakeAws, function: ModuleType) -> None:
    """Five failures in a row."""
    aws.script(INVOKE, *[BROKEN] * 5)
    assert {ask(function) for _ in range(5)} == {"ServiceUnavailable"}


def state(table: FakeDynamoDb, circuit: str) -> str | None:
    return table.items[circuit]["state"]["S"] if circuit in table.items else None


def test_fault_3_five_failures_in_a_row_open_the_circuit_and_nothing_is_lost(
    aws: FakeAws, invoker: ModuleType, table: FakeDynamoDb, circuit: str, lines: Lines
) -> None:
    """While it is open the endpoint is not asked; events go back to whoever sent them, and none is told as failed."""
    aws.script(INVOKE, *[fault("", status) for status in (500, 502, 503, 504, 500)])
    codes = ["InternalFailure", "ConnectionLost", "ServiceUnavailable", "ReadTimeout", "InternalFailure"]
    assert [ask(invoker) for _ in range(5)] == codes
    assert state(table, circuit) == "OPEN"
    for _ in range(3):
        answer = invoker.handler(http_event("[1]"), LambdaContext())
        assert (answer["statusCode"], answer["headers"]["retry-after"]) == (503, "5")
        assert json.loads(answer["body"])["error"]["code"] == "CircuitOpen"
        with pytest.raises(InferenceError) as raised:
            invoker.handler(bus_event({}), LambdaContext())
        assert raised.value.code == "CircuitOpen"
    assert (len(aws.calls(INVOKE)), aws.events) == (5, [])
    assert lines()[-1]["attempts"] == 0


def test_four_failures_and_a_success_leave_it_closed(aws: FakeAws, invoker: ModuleType, table: FakeDynamoDb) -> None:
    aws.script(INVOKE, *([BROKEN] * 4 + [result(b"1")]) * 2)
    assert [ask(invoker) for _ in range(10)].count(None) == 2
    assert table.items == {}


@pytest.mark.parametrize("function", ["invoke", "invoke_async", "invoke_stream"])
def test_a_request_counts_once_however_many_attempts_it_takes(
    aws: FakeAws, load: Load, settings: dict[str, str], table: FakeDynamoDb, circuit: str, function: str
) -> None:
    """One that the model fails on each time does not open the circuit for everybody."""
    stream = {"SAGEWIRE_STREAM": "collect", "SAGEWIRE_STREAM_LIMIT": "1000", "SAGEWIRE_STREAM_TIME": "5"}
    invoker = load(function, **settings | stream | {"SAGEWIRE_MAX_ATTEMPTS": "5"})
    operation = {"invoke": INVOKE, "invoke_async": INVOKE_ASYNC, "invoke_stream": INVOKE_STREAM}[function]
    aws.script(operation, *[BROKEN] * 25)
    assert [ask(invoker) for _ in range(4)] == ["ServiceUnavailable"] * 4
    assert (len(aws.calls(operation)), table.items) == (20, {})
    assert [ask(invoker), ask(invoker)] == ["ServiceUnavailable", "CircuitOpen"]
    assert (len(aws.calls(operation)), state(table, circuit)) == (25, "OPEN")


def test_a_request_that_a_later_attempt_serves_is_no_failure(
    aws: FakeAws, load: Load, settings: dict[str, str], table: FakeDynamoDb
) -> None:
    invoker = load("invoke", **settings | {"SAGEWIRE_MAX_ATTEMPTS": "2"})
    aws.script(INVOKE, *[BROKEN, result(b"1")] * 9)
    assert [ask(invoker) for _ in range(9)] == [None] * 9
    assert (len(aws.calls(INVOKE)), table.items) == (18, {})


@pytest.mark.parametrize(
    "reply",
    [
        model_error(422),
        fault("ThrottlingException", 400),
        fault("ModelNotReadyException", 429),
        fault("ValidationError", 400),
        fault("AccessDeniedException", 403),
    ],
)
def test_what_is_not_the_endpoints_fault_opens_nothing(
    aws: FakeAws, invoker: ModuleType, table: FakeDynamoDb, reply: Reply
) -> None:
    aws.script(INVOKE, *[reply] * 9)
    assert None not in {ask(invoker) for _ in range(9)}
    assert (len(aws.calls(INVOKE)), table.items) == (9, {})


@pytest.mark.parametrize("reply", [model_error(500), model_error(0), Reply(hang_up=True), Reply(body=b"12", cut=1)])
def test_what_is_the_endpoints_fault_opens_it(
    aws: FakeAws, invoker: ModuleType, table: FakeDynamoDb, circuit: str, reply: Reply
) -> None:
    aws.script(INVOKE, *[reply] * 5)
    assert None not in {ask(invoker) for _ in range(5)}
    assert state(table, circuit) == "OPEN"


def test_streams_that_break_open_it(
    aws: FakeAws, load: Load, settings: dict[str, str], table: FakeDynamoDb, circuit: str
) -> None:
    stream = {"SAGEWIRE_STREAM": "collect", "SAGEWIRE_STREAM_LIMIT": "1000", "SAGEWIRE_STREAM_TIME": "20"}
    invoker = load("invoke_stream", **settings, **stream)
    aws.script(INVOKE_STREAM, *faults.cut_stream(b"1").times(5))
    assert {ask(invoker) for _ in range(5)} == {"StreamBroken"}
    assert state(table, circuit) == "OPEN"
    assert ask(invoker) == "CircuitOpen"


def test_an_open_circuit_is_open_for_every_environment_of_the_function(
    aws: FakeAws, load: Load, settings: dict[str, str], circuit: str, table: FakeDynamoDb
) -> None:
    break_down(aws, load("invoke", **settings))
    assert ask(load("invoke", **settings)) == "CircuitOpen"
    assert len(aws.calls(INVOKE)) == 5


def test_the_queue_of_an_asynchronous_endpoint_has_a_circuit_too(
    aws: FakeAws, load: Load, settings: dict[str, str], table: FakeDynamoDb, circuit: str
) -> None:
    invoker = load("invoke_async", **settings)
    aws.script(INVOKE_ASYNC, *[BROKEN] * 5)
    codes = []
    for _ in range(7):
        with pytest.raises(InferenceError) as raised:
            invoker.handler(object_created("a.json"), LambdaContext())
        codes.append(raised.value.code)
    assert codes == ["ServiceUnavailable"] * 5 + ["CircuitOpen"] * 2
    assert len(aws.calls(INVOKE_ASYNC)) == 5


def test_fault_3_three_successes_of_one_prober_close_it(
    aws: FakeAws, load: Load, settings: dict[str, str], table: FakeDynamoDb, circuit: str
) -> None:
    break_down(aws, load("invoke", **settings))
    table.pass_time(RECOVERY + 1)
    prober, other = load("invoke", **settings), load("invoke", **settings)
    assert (ask(prober), state(table, circuit)) == (None, "HALF_OPEN")
    assert [ask(other), ask(prober), ask(other)] == ["CircuitOpen", None, "CircuitOpen"]
    assert state(table, circuit) == "HALF_OPEN"
    assert (ask(prober), state(table, circuit)) == (None, "CLOSED")
    assert ask(load("invoke", **settings)) is None
    assert len(aws.calls(INVOKE)) == 5 + 4


def test_a_probe_that_fails_opens_it_again(
    aws: FakeAws, load: Load, settings: dict[str, str], table: FakeDynamoDb, circuit: str
) -> None:
    break_down(aws, load("invoke", **settings))
    table.pass_time(RECOVERY + 1)
    aws.script(INVOKE, BROKEN)
    prober = load("invoke", **settings)
    assert [ask(prober), ask(prober)] == ["ServiceUnavailable", "CircuitOpen"]
    assert (state(table, circuit), len(aws.calls(INVOKE))) == ("OPEN", 6)


def test_fault_3_one_probe_at_a_time_of_many_callers(
    aws: FakeAws, load: Load, settings: dict[str, str], table: FakeDynamoDb
) -> None:
    """Of one environment, as the records of a batch, and of another."""
    break_down(aws, load("invoke", **settings))
    table.pass_time(RECOVERY + 1)
    environments = [load("invoke", **settings) for _ in range(2)]
    aws.script(INVOKE, Reply(body=b"1", stall=1))
    with ThreadPoolExecutor(20) as callers:
        codes = list(callers.map(ask, environments * 10))
    assert (codes.count("CircuitOpen"), codes.count(None)) == (19, 1)
    assert len(aws.calls(INVOKE)) == 6


def test_the_successes_of_short_lived_threads_add_up(
    aws: FakeAws, load: Load, settings: dict[str, str], table: FakeDynamoDb, circuit: str
) -> None:
    """A batch's threads end with it."""
    break_down(aws, load("invoke", **settings))
    table.pass_time(RECOVERY + 1)
    prober = load("invoke", **settings)
    for _ in range(3):
        with ThreadPoolExecutor(1) as batch:
            assert batch.submit(ask, prober).result() is None
    assert state(table, circuit) == "CLOSED"


def test_a_prober_that_died_is_replaced_once_its_probe_must_have_ended(
    aws: FakeAws, load: Load, settings: dict[str, str], table: FakeDynamoDb
) -> None:
    """The read timeout is 5 s, and a connection may take 3 s."""
    break_down(aws, load("invoke", **settings))
    table.pass_time(RECOVERY + 1)
    assert ask(load("invoke", **settings)) is None
    table.pass_time(RECOVERY + 8 - 5)
    assert ask(load("invoke", **settings)) == "CircuitOpen"
    table.pass_time(6)
    assert ask(load("invoke", **settings)) is None


def test_a_probe_may_take_all_its_attempts_before_another_takes_its_place(
    aws: FakeAws, load: Load, settings: dict[str, str], table: FakeDynamoDb
) -> None:
    """Each may take 3 + 5 s, and Lambda ends them after 900 s at the latest."""
    many = settings | {"SAGEWIRE_MAX_ATTEMPTS": "5", "SAGEWIRE_BACKOFF_BASE": "0.001"}
    break_down(aws, load("invoke", **settings))
    for attempts, lease in (("5", 40), ("1000", 900)):
        table.pass_time(RECOVERY + 1000)
        assert ask(load("invoke", **many | {"SAGEWIRE_MAX_ATTEMPTS": attempts})) is None
        table.pass_time(RECOVERY + lease - 3)
        assert ask(load("invoke", **settings)) == "CircuitOpen"


def test_its_figures_are_the_environments(
    aws: FakeAws, load: Load, settings: dict[str, str], table: FakeDynamoDb, circuit: str
) -> None:
    figures = {"SAGEWIRE_CIRCUIT_FAILURES": "2", "SAGEWIRE_CIRCUIT_RECOVERY": "7", "SAGEWIRE_CIRCUIT_SUCCESSES": "1"}
    aws.script(INVOKE, BROKEN, BROKEN)
    invoker = load("invoke", **settings | figures)
    assert [ask(invoker) for _ in range(3)] == ["ServiceUnavailable"] * 2 + ["CircuitOpen"]
    table.pass_time(8)
    assert ask(load("invoke", **settings | figures)) is None
    assert state(table, circuit) == "CLOSED"


def test_fault_3_a_table_that_cannot_be_read_stops_nobody(
    aws: FakeAws, invoker: ModuleType, table: FakeDynamoDb, lines: Lines
) -> None:
    """It is told once, and asked again some seconds later."""
    table.denied |= {"GetItem", "PutItem", "UpdateItem"}
    assert [ask(invoker) for _ in range(3)] == [None] * 3
    assert table.asked == ["GetItem"]
    warning, *answered = lines()
    assert (warning["level"], warning["code"]) == ("WARN", "CircuitStoreUnavailable")
    assert "table/keys" in warning["detail"]
    assert [line["status"] for line in answered] == [200] * 3


def test_fault_3_a_table_that_cannot_be_written_stops_nobody(
    aws: FakeAws, invoker: ModuleType, table: FakeDynamoDb, lines: Lines
) -> None:
    table.denied |= {"PutItem", "UpdateItem"}
    break_down(aws, invoker)
    assert ask(invoker) is None
    assert [line["code"] for line in lines() if "code" in line] == [
        *["ServiceUnavailable"] * 4,
        "CircuitStoreUnavailable",
        "ServiceUnavailable",
    ]


@pytest.mark.parametrize("denied", ["PutItem", "UpdateItem"])
def test_a_table_that_fails_while_the_circuit_is_open_stops_nobody(
    aws: FakeAws, load: Load, settings: dict[str, str], table: FakeDynamoDb, denied: str
) -> None:
    """Who may probe cannot be found out, or that the probes went well cannot be noted."""
    break_down(aws, load("invoke", **settings))
    table.pass_time(RECOVERY + 1)
    table.denied.add(denied)
    prober = load("invoke", **settings)
    assert [ask(prober) for _ in range(4)] == [None] * 4


def test_a_table_out_of_reach_stops_nobody(aws: FakeAws, invoker: ModuleType, table: FakeDynamoDb) -> None:
    table.close()
    assert ask(invoker) is None
    assert len(aws.calls(INVOKE)) == 1


def test_a_key_of_a_request_that_was_refused_is_free_again(
    aws: FakeAws, load: Load, settings: dict[str, str], table: FakeDynamoDb, circuit: str
) -> None:
    invoker = load("invoke", **settings, SAGEWIRE_IDEMPOTENCY_TABLE="keys")
    break_down(aws, invoker)
    invoker.handler(http_event("[1]", Idempotency_Key="1"), LambdaContext())
    assert list(table.items) == [circuit]
