"""InvokeEndpointWithResponseStream: the model's chunks as AWS's events, as boto3 reads them."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, EventStreamError

from sagewire.local import EmbeddedAws
from tests.local.account import IMAGE, Account, allow, eventually, instances, new_name, packed

SERVER = """
import json, os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        self.send_response(200); self.send_header("Content-Length", "0"); self.end_headers()
    def chunk(self, data):
        self.wfile.write(b"%x\\r\\n%s\\r\\n" % (len(data), data)); self.wfile.flush()
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if body == b"refuse":
            self.send_response(422); self.send_header("Content-Length", "9"); self.end_headers()
            self.wfile.write(b"not today")
            return
        if body == b"silent":
            os._exit(9)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("X-Amzn-SageMaker-Custom-Attributes", "from the model")
        if body == b"short":
            self.send_header("Content-Length", "100"); self.end_headers()
            self.wfile.write(b"a part"); self.wfile.flush()
            os._exit(9)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.chunk(json.dumps([body.decode(), self.headers["Content-Type"], self.headers["Accept"]]).encode())
        for number in range(3):
            self.chunk(b"part %d" % number)
            if body == b"die":
                os._exit(9)
        self.chunk(b"x" * 200_000)
        self.wfile.write(b"0\\r\\n\\r\\n")
ThreadingHTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Handler).serve_forever()
"""


@pytest.fixture(scope="module")
def endpoint(account: Account) -> str:
    return account.serving(SERVER)


def ask(account: Account, endpoint: str, body: bytes, **members: Any) -> dict[str, Any]:
    answer: dict[str, Any] = account.runtime.invoke_endpoint_with_response_stream(
        EndpointName=endpoint, Body=body, **members
    )
    return answer


def parts(answer: dict[str, Any]) -> list[bytes]:
    with closing(answer["Body"]) as body:
        return [event["PayloadPart"]["Bytes"] for event in body]


def test_the_models_chunks_are_events(account: Account, endpoint: str) -> None:
    answer = ask(account, endpoint, b"hello", ContentType="text/x", Accept="text/y", CustomAttributes="to the model")
    assert (answer["ContentType"], answer["InvokedProductionVariant"]) == ("text/event-stream", "AllTraffic")
    assert answer["CustomAttributes"] == "from the model"
    got = parts(answer)
    assert len(got) > 3, "not one event for all"
    told = json.dumps(["hello", "text/x", "text/y"]).encode()
    assert b"".join(got) == told + b"part 0part 1part 2" + b"x" * 200_000


@pytest.mark.parametrize(("body", "first"), [(b"die", b'["die", '), (b"short", b"a part")])
def test_a_model_that_breaks_off_ends_the_stream_with_an_error(
    account: Account, endpoint: str, body: bytes, first: bytes
) -> None:
    got: list[bytes] = []
    with closing(ask(account, endpoint, body)["Body"]) as events, pytest.raises(EventStreamError) as broken:
        got.extend(event["PayloadPart"]["Bytes"] for event in events)
    assert b"".join(got).startswith(first), "what came before is delivered"
    error = broken.value.response["Error"]
    assert error["Code"] == "ModelStreamError"
    assert "connection between the client and the model was reset or closed" in error["Message"]
    assert parts(ask(account, endpoint, b"next"))[0].startswith(b'["next"'), "it has been started again"


@pytest.mark.parametrize(("body", "status", "message"), [(b"refuse", 422, "not today"), (b"silent", 500, "")])
def test_a_model_that_does_not_begin_is_a_model_error(
    account: Account, endpoint: str, body: bytes, status: int, message: str
) -> None:
    with pytest.raises(ClientError) as failed:
        ask(account, endpoint, body)
    response: dict[str, Any] = dict(failed.value.response)
    assert (response["Error"]["Code"], response["OriginalStatusCode"]) == ("ModelError", status)
    assert message in response["OriginalMessage"]


def test_streams_are_metrics(account: Account, aws: EmbeddedAws) -> None:
    name, now = account.serving(SERVER), datetime.now(UTC)
    parts(ask(account, name, b"a"))
    with pytest.raises(EventStreamError):
        parts(ask(account, name, b"die"))

    def sums() -> dict[str, float]:
        found = {}
        for metric in ("Invocations", "Invocation5XXErrors"):
            points = aws.client("cloudwatch").get_metric_statistics(
                Namespace="AWS/SageMaker",
                MetricName=metric,
                Dimensions=[{"Name": "EndpointName", "Value": name}, {"Name": "VariantName", "Value": "AllTraffic"}],
                StartTime=now - timedelta(hours=1),
                EndTime=now + timedelta(hours=1),
                Period=7200,
                Statistics=["Sum"],
            )["Datapoints"]
            found[metric] = float(sum(point["Sum"] for point in points))
        return found

    eventually(lambda: sums() == {"Invocations": 2, "Invocation5XXErrors": 1})


def test_a_caller_needs_a_permission_of_its_own(account: Account, endpoint: str) -> None:
    caller = account.caller("sagemaker-runtime", allow("sagemaker:InvokeEndpoint"))
    with pytest.raises(ClientError, match=f"perform: sagemaker:InvokeEndpointWithResponseStream on .*/{endpoint}"):
        caller.invoke_endpoint_with_response_stream(EndpointName=endpoint, Body=b"")
    allowed = account.caller("sagemaker-runtime", allow("sagemaker:InvokeEndpointWithResponseStream"))
    assert parts(allowed.invoke_endpoint_with_response_stream(EndpointName=endpoint, Body=b"a"))


def test_the_last_container_of_a_pipeline_streams(account: Account) -> None:
    upper = (
        "def model_fn(model_dir): return None\n"
        "def transform_fn(model, body, content_type, accept):\n"
        "    if body == 'raise': raise ValueError('cannot')\n"
        "    return body.upper(), 'text/upper'\n"
    )
    sources = (upper, SERVER)
    steps = [{"Image": IMAGE, "ModelDataUrl": account.put(packed({"code/inference.py": each}))} for each in sources]
    model = new_name("model")
    account.sagemaker.create_model(ModelName=model, Containers=steps, ExecutionRoleArn=account.reader)
    name = account.endpoint(account.config(instances(model)))
    got = parts(ask(account, name, b"hello", ContentType="application/json", Accept="text/y"))
    assert b"".join(got).startswith(json.dumps(["HELLO", "text/upper", "text/y"]).encode())
    with pytest.raises(ClientError, match=r"\(ModelError\).*from container-1 with message"):
        ask(account, name, b"raise", ContentType="application/json")


def test_an_update_waits_for_the_end_of_a_stream(account: Account) -> None:
    name = account.serving(SERVER)
    parts(ask(account, name, b"a"))
    new = account.config(instances(account.model(SERVER)))
    account.sagemaker.update_endpoint(EndpointName=name, EndpointConfigName=new)
    assert account.settled(name)["EndpointConfigName"] == new
    assert parts(ask(account, name, b"b"))


def test_an_endpoint_of_another_kind_does_not_stream(account: Account) -> None:
    asynchronous = {"OutputConfig": {"S3OutputPath": f"s3://{account.bucket}/out"}}
    name = account.endpoint(account.config(instances(account.model(SERVER)), AsyncInferenceConfig=asynchronous))
    with pytest.raises(ClientError, match="is asynchronous: use InvokeEndpointAsync"):
        ask(account, name, b"")


GATED = """
import os, pathlib, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        self.send_response(200); self.send_header("Content-Length", "0"); self.end_headers()
    def chunk(self, data):
        self.wfile.write(b"%x\\r\\n%s\\r\\n" % (len(data), data)); self.wfile.flush()
    def do_POST(self):
        gate = pathlib.Path(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(200); self.send_header("Transfer-Encoding", "chunked"); self.end_headers()
        self.chunk(b"first")
        while not gate.exists():
            time.sleep(0.02)
        self.chunk(b"second")
        self.wfile.write(b"0\\r\\n\\r\\n")
ThreadingHTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Handler).serve_forever()
"""


def test_each_part_is_sent_as_it_comes(account: Account, tmp_path: Path) -> None:
    """The model sends its second part only once the first has arrived here."""
    gate = tmp_path / "gate"
    answer = ask(account, account.serving(GATED), str(gate).encode())
    with closing(answer["Body"]) as body:
        events = iter(body)
        assert next(events)["PayloadPart"]["Bytes"] == b"first"
        gate.touch()
        assert next(events)["PayloadPart"]["Bytes"] == b"second"
