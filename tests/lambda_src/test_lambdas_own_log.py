"""What Lambda's runtime writes and tells of an error that a function raises: no word of a request, nor of a model."""

import json
import time
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest

from sagewire.testing import Answer, faults
from tests.lambda_src.conftest import Load
from tests.lambda_src.events import bus_event, object_created, topic_event
from tests.lambda_src.fake_aws import INVOKE, INVOKE_ASYNC, INVOKE_STREAM, POST_TO_CONNECTION, FakeAws

bootstrap: Any = pytest.importorskip("awslambdaric.bootstrap")
marshaller: Any = pytest.importorskip("awslambdaric.lambda_runtime_marshaller")

WORDS = "no such name: Ada"
STREAM = {"SAGEWIRE_STREAM": "connection", "SAGEWIRE_STREAM_TIME": "5", "SAGEWIRE_READ_TIMEOUT": "1"}
MESSAGE = {"connectionId": "c-1", "eventType": "MESSAGE", "domainName": "ws.invalid", "stage": "prod"}


@dataclass(kw_only=True)
class Runtime:
    """Lambda on the other side of its runtime."""

    marshaller: Any = field(default_factory=marshaller.LambdaMarshaller)
    error: dict[str, Any] = field(default_factory=dict)
    everything: list[str] = field(default_factory=list)

    def invoke(self, function: ModuleType, event: Any) -> dict[str, Any]:
        """The error that the caller is told."""
        asked = json.dumps(event)
        deadline = round(time.time() * 1000) + 60_000
        bootstrap.handle_event_request(
            self, function.handler, "lambda-1", asked, "application/json", None, None, "arn", deadline, None, self
        )
        return self.error

    def log_error(self, lines: list[str]) -> None:
        self.everything += lines

    def post_invocation_error(self, _invoke_id: str, error: str, trace: str, _invocation_id: Any = None) -> None:
        self.error = json.loads(error)
        self.everything += [error, trace]


@pytest.mark.parametrize(
    ("function", "operation", "event"),
    [
        ("invoke", INVOKE, {"name": "Ada"}),
        ("invoke", INVOKE, bus_event({"name": "Ada"})),
        ("invoke", INVOKE, topic_event("Ada")),
        ("invoke_async", INVOKE_ASYNC, object_created("a.json")),
        ("invoke_stream", INVOKE_STREAM, {"requestContext": MESSAGE, "body": "Ada"}),
    ],
    ids=["direct", "event", "topic", "object", "connection"],
)
def test_a_models_words_are_not_lambdas_to_tell(
    aws: FakeAws, load: Load, capfd: pytest.CaptureFixture[str], function: str, operation: str, event: Any
) -> None:
    """Those whom the function tells itself have read them."""
    refusal: Answer = faults.model_error(422, WORDS)
    aws.script(operation, refusal)
    runtime = Runtime()
    told = runtime.invoke(load(function, **STREAM), event)
    assert (told["errorType"], told["errorMessage"]) == ("ModelClientError", "the model answered with status 422")
    assert "Ada" not in "".join([*runtime.everything, *capfd.readouterr()])
    published = [entry["Detail"]["error"]["message"] for entry in aws.events]
    posted = [json.loads(call.body)["error"]["message"] for call in aws.calls(POST_TO_CONNECTION)]
    assert published + posted == ([] if event == {"name": "Ada"} else [WORDS])


def test_an_error_of_no_row_is_told_by_its_sort_and_place(
    aws: FakeAws, load: Load, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = topic_event("1")
    broken["Records"][0]["Sns"]["MessageAttributes"] = {"ContentType": "Ada"}
    runtime = Runtime()
    told = runtime.invoke(load("invoke"), broken)
    assert told["errorType"] == "Unhandled"
    assert told["errorMessage"].startswith("AttributeError in topic.py:")
    assert "Ada" not in "".join([*runtime.everything, *capfd.readouterr()])
