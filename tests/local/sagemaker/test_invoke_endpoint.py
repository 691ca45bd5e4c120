"""InvokeEndpoint: what reaches the model, what comes back, and how it fails."""

import json
import os
import signal
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sagewire.local import EmbeddedAws
from sagewire.local.aws_client import aws_client
from tests.local.account import Account, allow, eventually, instances

MIRROR = """
import json, os
def model_fn(model_dir): return None
def transform_fn(model, body, content_type, accept):
    if body == b"die":
        os._exit(9)
    if body == b"raise":
        raise ValueError("cannot rank this")
    if body == b"refuse":
        error = ValueError("no such visitor")
        error.status_code, error.phrase = 422, "Unprocessable"
        raise error
    if body == b"pid":
        return str(os.getpid())
    if body.startswith(b"as "):
        return b"\\x00raw\\xff", body[3:].decode()
    return json.dumps({"size": len(body), "type": content_type, "accept": accept}), "application/x-mirror"
"""
HEADERS = """
import json, os
from http.server import BaseHTTPRequestHandler, HTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps(dict(self.headers)).encode()
        self.send_response(200)
        self.send_header("X-Amzn-SageMaker-Custom-Attributes", "from the model")
        self.end_headers()
        self.wfile.write(body)
HTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Handler).serve_forever()
"""


@pytest.fixture(scope="module")
def mirror(account: Account) -> str:
    """An endpoint that says what it was asked."""
    return account.serving(MIRROR)


def failed(account: Account, name: str, body: bytes) -> dict[str, Any]:
    """The error response of a request."""
    with pytest.raises(ClientError) as caught:
        account.ask(name, body, ContentType="application/octet-stream")
    return dict(caught.value.response)


def test_the_request_reaches_the_model_as_it_was_sent(account: Account, mirror: str) -> None:
    body = bytes(range(256)) * 1000
    answer = account.runtime.invoke_endpoint(EndpointName=mirror, Body=body, ContentType="image/x", Accept="text/y")
    assert json.loads(answer["Body"].read()) == {"size": 256_000, "type": "image/x", "accept": "text/y"}
    assert (answer["ContentType"], answer["InvokedProductionVariant"]) == ("application/x-mirror", "AllTraffic")
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200


@pytest.mark.parametrize("media_type", ["application/json", "application/json; charset=utf-8", "text/csv", "image/png"])
def test_the_models_content_type_and_bytes_come_through_unchanged(
    account: Account, mirror: str, media_type: str
) -> None:
    answer = account.runtime.invoke_endpoint(EndpointName=mirror, Body=b"as " + media_type.encode())
    assert (answer["ContentType"], answer["Body"].read()) == (media_type, b"\x00raw\xff")
    headers = answer["ResponseMetadata"]["HTTPHeaders"]
    assert (headers["content-type"], headers["content-length"]) == (media_type, "5")


@pytest.fixture(scope="module")
def headers(account: Account) -> str:
    """An endpoint with a model server of the user's own, that answers with the headers it got."""
    return account.serving(HEADERS)


def test_custom_attributes_travel_both_ways(account: Account, headers: str) -> None:
    answer = account.runtime.invoke_endpoint(EndpointName=headers, Body=b"{}", CustomAttributes="to the model")
    assert json.loads(answer["Body"].read())["X-Amzn-SageMaker-Custom-Attributes"] == "to the model"
    assert answer["CustomAttributes"] == "from the model"
    assert answer["ContentType"] == "application/octet-stream"


def test_without_headers_the_model_gets_the_defaults(account: Account, headers: str) -> None:
    answer = json.loads(account.ask(headers, b"{}"))
    assert (answer["Content-Type"], answer["Accept"]) == ("application/octet-stream", "*/*")
    assert "X-Amzn-SageMaker-Custom-Attributes" not in answer
    assert not any(name.lower() in ("authorization", "x-amz-security-token") for name in answer)


@pytest.mark.parametrize(
    ("body", "status", "side", "message"),
    [(b"raise", 500, "server", "cannot rank this"), (b"refuse", 422, "client", "no such visitor")],
)
def test_a_models_error_comes_with_its_status_and_message(
    account: Account, mirror: str, body: bytes, status: int, side: str, message: str
) -> None:
    response = failed(account, mirror, body)
    assert (response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]) == ("ModelError", 424)
    assert response["OriginalStatusCode"] == status
    assert response["OriginalMessage"].startswith(f"{message}\nTraceback")
    assert response["LogStreamArn"].endswith(f":log-group:/aws/sagemaker/Endpoints/{mirror}")
    said = response["Error"]["Message"]
    assert said.startswith(f'Received {side} error ({status}) from primary with message "{message}\n')
    assert f"group=/aws/sagemaker/Endpoints/{mirror} in account 123456789012 for more information." in said


def has_ended(pid: int) -> bool:
    """Whether only the entry of the process is left, for its parent to collect."""
    threads = [path.read_text().rpartition(")")[2].split()[0] for path in Path(f"/proc/{pid}/task").glob("*/stat")]
    return threads in ([], ["Z"])


def test_a_crashed_model_is_restarted(account: Account) -> None:
    name = account.serving(MIRROR)
    first = int(account.ask(name, b"pid"))
    response = failed(account, name, b"die")
    assert (response["Error"]["Code"], response["OriginalStatusCode"]) == ("ModelError", 500)
    second = int(account.ask(name, b"pid"))
    os.kill(second, signal.SIGKILL)
    eventually(lambda: has_ended(second))
    third = int(account.ask(name, b"pid"))
    assert len({first, second, third}) == 3


def test_a_caller_needs_sagemaker_invoke_endpoint(account: Account, aws: EmbeddedAws, mirror: str) -> None:
    arn = f"arn:aws:sagemaker:us-east-1:123456789012:endpoint/{mirror}"
    allowed = account.caller("sagemaker-runtime", allow("sagemaker:InvokeEndpoint", resource=arn))
    assert allowed.invoke_endpoint(EndpointName=mirror, Body=b"")["Body"].read()
    caller = account.caller("sagemaker-runtime", allow("sagemaker:InvokeEndpoint", resource=f"{arn}-other"))
    with pytest.raises(ClientError) as refused:
        caller.invoke_endpoint(EndpointName=mirror, Body=b"")
    response = refused.value.response
    assert (response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]) == ("AccessDeniedException", 403)
    assert "is not authorized to perform: sagemaker:InvokeEndpoint" in str(refused.value)
    assert arn in str(refused.value)


def test_a_role_without_the_permission_is_named(account: Account, aws: EmbeddedAws, mirror: str) -> None:
    role = account.role(service="lambda.amazonaws.com")
    session = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="function")["Credentials"]
    caller = aws_client(
        "sagemaker-runtime",
        endpoint_url=aws.endpoint_url,
        key=session["AccessKeyId"],
        secret=session["SecretAccessKey"],
        token=session["SessionToken"],
    )
    name = role.rpartition("/")[2]
    with pytest.raises(ClientError, match=f"assumed-role/{name}/function.*sagemaker:InvokeEndpoint.*endpoint/{mirror}"):
        caller.invoke_endpoint(EndpointName=mirror, Body=b"")


def test_an_unknown_key_is_no_caller(aws: EmbeddedAws, mirror: str) -> None:
    key = "AKIAABSENTABSENTABSE"
    caller = aws_client("sagemaker-runtime", endpoint_url=aws.endpoint_url, key=key, secret="x")
    with pytest.raises(ClientError, match="UnrecognizedClientException.*security token.*invalid"):
        caller.invoke_endpoint(EndpointName=mirror, Body=b"")


def test_the_case_of_a_name_counts(account: Account) -> None:
    config = account.config(instances(account.model(MIRROR)))
    account.sagemaker.create_endpoint(EndpointName="Cased", EndpointConfigName=config)
    account.settled("cased")
    assert account.ask("Cased")
    with pytest.raises(ClientError, match=r"\(ValidationError\).*Endpoint cased of account 123456789012 not found"):
        account.ask("cased")


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"InferenceComponentName": "part"}, "Inference Component part not found on endpoint"),
        ({"SessionId": "NEW_SESSION", "EnableExplanations": "`true`"}, "support EnableExplanations, SessionId"),
        ({"EndpointName": "a_b"}, "regular expression pattern"),
        ({"InferenceId": "i" * 65}, "less than or equal to 64"),
    ],
)
def test_what_is_not_here_is_refused(account: Account, mirror: str, members: dict[str, Any], message: str) -> None:
    with pytest.raises(ClientError, match=r"\(ValidationError\)") as refused:
        account.runtime.invoke_endpoint(**{"EndpointName": mirror, "Body": b"", **members})
    assert message in str(refused.value)


def test_a_body_above_six_mebibytes_is_refused(account: Account, mirror: str) -> None:
    most = 6 * 1024 * 1024
    assert json.loads(account.ask(mirror, bytes(most)))["size"] == most
    with pytest.raises(ClientError, match=f"length less than or equal to {most}"):
        account.ask(mirror, bytes(most + 1))


def test_it_is_not_asked_asynchronously(account: Account, mirror: str) -> None:
    with pytest.raises(ClientError, match=r"\(ValidationError\).*is not an asynchronous endpoint"):
        account.runtime.invoke_endpoint_async(EndpointName=mirror, InputLocation="s3://bucket/key")


def test_requests_are_served_at_the_same_time(account: Account, tmp_path: Path) -> None:
    source = (
        "import pathlib, time, uuid\n"
        "def model_fn(model_dir): return None\n"
        "def transform_fn(model, body, content_type, accept):\n"
        f"    folder = pathlib.Path({str(tmp_path)!r}); (folder / uuid.uuid4().hex).touch()\n"
        "    while len(list(folder.iterdir())) < 3: time.sleep(0.01)\n"
        "    return 'met'\n"
    )
    name, answers = account.serving(source), []
    asking = [threading.Thread(target=lambda: answers.append(account.ask(name))) for _ in range(3)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert answers == [b"met"] * 3


def metric(aws: EmbeddedAws, endpoint: str, name: str) -> dict[str, Any]:
    now = datetime.now(UTC)
    found: dict[str, Any]
    (found,) = aws.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/SageMaker",
        MetricName=name,
        Dimensions=[{"Name": "EndpointName", "Value": endpoint}, {"Name": "VariantName", "Value": "AllTraffic"}],
        StartTime=now - timedelta(hours=1),
        EndTime=now + timedelta(hours=1),
        Period=7200,
        Statistics=["Sum", "SampleCount", "Maximum"],
    )["Datapoints"]
    return found


def test_invocations_are_metrics(account: Account, aws: EmbeddedAws) -> None:
    name = account.serving(MIRROR)
    for _ in range(3):
        account.ask(name)
    failed(account, name, b"raise")
    failed(account, name, b"refuse")
    sums = {
        which: metric(aws, name, which)["Sum"]
        for which in ("Invocations", "Invocation4XXErrors", "Invocation5XXErrors", "InvocationModelErrors")
    }
    assert sums == {
        "Invocations": 5,
        "Invocation4XXErrors": 1,
        "Invocation5XXErrors": 1,
        "InvocationModelErrors": 2,
    }
    for latency in ("ModelLatency", "OverheadLatency"):
        found = metric(aws, name, latency)
        assert (found["SampleCount"], found["Unit"]) == (5, "Microseconds")
        assert 0 < found["Maximum"] < 60e6
    assert metric(aws, name, "ModelLatency")["Maximum"] > 100, "microseconds, not seconds"


def test_what_a_model_sees_of_its_account(account: Account, aws: EmbeddedAws) -> None:
    source = (
        "import json, os\n"
        "def model_fn(model_dir): return {**os.environ, 'model_dir': model_dir}\n"
        "def transform_fn(model, body, content_type, accept): return json.dumps(model)\n"
    )
    container = {"Image": "x.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1", "Environment": {"MINE": "1"}}
    model = account.model(source)
    container["ModelDataUrl"] = account.sagemaker.describe_model(ModelName=model)["PrimaryContainer"]["ModelDataUrl"]
    name = account.endpoint(account.config(instances(account.model(PrimaryContainer=container))))
    seen = json.loads(account.ask(name))
    assert (seen["MINE"], seen["AWS_REGION"], seen["AWS_ENDPOINT_URL"]) == ("1", "us-east-1", aws.endpoint_url)
    assert seen["AWS_ACCESS_KEY_ID"].startswith("ASIA")
    assert Path(seen["model_dir"]).is_relative_to(aws.directory / "tmp")
    assert Path(seen["TMPDIR"]).is_relative_to(aws.directory / "tmp")
