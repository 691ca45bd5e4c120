"""The one line that each invocation leaves in the log."""

import json
from datetime import UTC, datetime

import pytest

from inference.errors import InferenceError, Unhandled
from inference.log import FIELD_LIMIT
from tests.lambda_src.conftest import Lines, Load
from tests.lambda_src.events import REQUEST_ID, LambdaContext, bus_event, http_event, object_created
from tests.lambda_src.fake_aws import INVOKE, FakeAws, Reply, fault, result

EVIL = '\n{"level": "INFO", "forged": true}\r\n\x1b[31m\u2028\u2029\x85\x00"'


def test_a_line_says_whose_request_it_was_and_how_it_went(
    aws: FakeAws, load: Load, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-5759e988-bd862e3fe1be46a994272793")
    load("invoke").handler(http_event("あ", x_correlation_id="order-7"), LambdaContext())
    (line,) = lines()
    assert datetime.fromisoformat(line.pop("timestamp")).utcoffset() is not None
    assert isinstance(line.pop("milliseconds"), int)
    assert isinstance(line.pop("endpointMilliseconds"), int)
    assert line == {
        "level": "INFO",
        "requestId": REQUEST_ID,
        "functionRequestId": "lambda-1",
        "correlationId": "order-7",
        "traceId": "Root=1-5759e988-bd862e3fe1be46a994272793",
        "wayIn": "http",
        "endpoint": "iris",
        "variant": "blue",
        "status": 200,
        "attempts": 1,
        "requestBytes": 3,
        "responseBytes": 14,
        "inferenceId": REQUEST_ID,
    }


@pytest.mark.parametrize(
    ("event", "way_in"), [(bus_event({}), "event"), ({}, "direct"), (object_created("a.json"), "object")]
)
def test_each_way_in_has_its_name(aws: FakeAws, load: Load, lines: Lines, event: object, way_in: str) -> None:
    load("invoke_async").handler(event, LambdaContext())
    assert [line["wayIn"] for line in lines()] == [way_in]


@pytest.mark.parametrize(
    ("body", "replies", "level", "attempts"),
    [("", [], "WARN", 0), ("1", [fault("InternalFailure", 500)] * 3, "ERROR", 3)],
)
def test_a_failure_is_a_warning_if_it_is_the_callers_and_an_error_otherwise(
    aws: FakeAws, load: Load, lines: Lines, body: str, replies: list[Reply], level: str, attempts: int
) -> None:
    aws.script(INVOKE, *replies)
    load("invoke").handler(http_event(body), LambdaContext())
    (line,) = lines()
    assert (line["level"], line["attempts"]) == (level, attempts)


def test_no_field_can_break_the_line(aws: FakeAws, load: Load, capsys: pytest.CaptureFixture[str]) -> None:
    event = http_event("1", content_type=EVIL)
    event["requestContext"]["requestId"] = EVIL
    load("invoke").handler(event, LambdaContext())
    written = capsys.readouterr().out
    assert len(written.splitlines()) == 1
    assert written.endswith("\n")
    assert written.isascii()
    assert written[:-1].isprintable()
    assert json.loads(written)["requestId"] == EVIL
    assert "forged" not in json.loads(written)


def test_a_long_field_is_cut(aws: FakeAws, load: Load, lines: Lines) -> None:
    event = {**bus_event(1), "id": "i" * 1_000_000}
    with pytest.raises(InferenceError, match="request id"):
        load("invoke").handler(event, LambdaContext())
    (line,) = lines()
    assert line["requestId"] == "i" * FIELD_LIMIT + "..."


def test_a_field_of_just_the_limit_is_whole(aws: FakeAws, load: Load, lines: Lines) -> None:
    with pytest.raises(InferenceError, match="request id"):
        load("invoke").handler({**bus_event(1), "id": "i" * FIELD_LIMIT}, LambdaContext())
    assert lines()[0]["requestId"] == "i" * FIELD_LIMIT


def test_no_payload_is_ever_written(aws: FakeAws, load: Load, capsys: pytest.CaptureFixture[str]) -> None:
    aws.script(INVOKE, result(b'"secret answer"'), fault("InternalFailure", 400, "x", OriginalMessage="secret"))
    handler = load("invoke").handler
    for event in (http_event('"secret question"'), http_event('"secret question"' * 100), http_event("secret \ud800")):
        handler(event, LambdaContext())
    assert "secret" not in "".join(capsys.readouterr())


def test_an_error_of_our_own_is_logged_before_lambda_reports_it(aws: FakeAws, load: Load, lines: Lines) -> None:
    broken = {**object_created("a.json"), "detail": {"bucket": {}}}
    with pytest.raises(Unhandled) as raised:
        load("invoke_async").handler(broken, LambdaContext())
    (line,) = lines()
    assert (line["level"], line["status"], line["code"]) == ("ERROR", 500, "Unhandled")
    assert str(raised.value) == line["detail"]
    assert line["detail"].startswith("KeyError in stored.py:")


def test_the_line_carries_metrics_where_a_namespace_is_set(aws: FakeAws, load: Load, lines: Lines) -> None:
    aws.script(INVOKE, fault("ThrottlingException", 400))
    handler = load("invoke", SAGEWIRE_METRIC_NAMESPACE="Sagewire").handler
    handler(http_event("1"), LambdaContext())
    handler(http_event(""), LambdaContext())
    answered, refused = lines()
    (described,) = answered["_aws"]["CloudWatchMetrics"]
    assert (described["Namespace"], described["Dimensions"]) == ("Sagewire", [["Endpoint"]])
    assert {metric["Name"]: metric["Unit"] for metric in described["Metrics"]} == {
        "Invocations": "Count",
        "Failures": "Count",
        "Attempts": "Count",
        "Latency": "Milliseconds",
    }
    assert (answered["Endpoint"], answered["Invocations"], answered["Failures"], answered["Attempts"]) == (
        "iris",
        1,
        0,
        2,
    )
    assert answered["Latency"] == answered["endpointMilliseconds"]
    now = datetime.now(UTC).timestamp() * 1000
    assert 0 <= now - answered["_aws"]["Timestamp"] < 60_000
    assert (refused["Failures"], refused["Attempts"], "Latency" in refused) == (0, 0, False)
    assert "Latency" not in {metric["Name"] for metric in refused["_aws"]["CloudWatchMetrics"][0]["Metrics"]}


def test_without_a_namespace_the_line_carries_none(aws: FakeAws, load: Load, lines: Lines) -> None:
    load("invoke").handler(http_event("1"), LambdaContext())
    assert "_aws" not in lines()[0]
