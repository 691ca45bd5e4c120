"""InvokeEndpointAsync: from S3, or from the request, through the model to S3, and word of it to SNS."""

import re
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sagewire.local import EmbeddedAws
from sagewire.local.sagemaker.asynchronous import Crew, Job
from sagewire.local.sagemaker.endpoint import Endpoint
from sagewire.local.sagemaker.fleet import Fleet
from sagewire.local.sagemaker.roles import ExecutionRole
from tests.local.account import RUN, Account, allow, eventually, instances, new_name

UPPER = """
import json, os, time
def model_fn(model_dir): return None
def transform_fn(model, body, content_type, accept):
    text = body if isinstance(body, str) else body.decode()
    if text == "raise":
        raise ValueError("cannot rank this")
    if text == "hang":
        time.sleep(3600)
    return text.upper(), content_type
"""
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@dataclass(frozen=True, kw_only=True)
class Asynchronous:
    """An asynchronous endpoint, where its results go, and the queues that hear of them."""

    name: str
    output: str
    failures: str
    succeeded: str
    failed: str


def topic(account: Account) -> tuple[str, str]:
    """The ARN of a new topic, and the URL of a queue that gets its messages as they are."""
    sns = account.aws.client("sns")
    arn: str = sns.create_topic(Name=new_name("topic"))["TopicArn"]
    url, queue = account.queue(sender="sns.amazonaws.com")
    sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue, Attributes={"RawMessageDelivery": "true"})
    return arn, url


def settings(account: Account, **output: Any) -> dict[str, Any]:
    """An AsyncInferenceConfig."""
    return {"AsyncInferenceConfig": {"OutputConfig": {"S3OutputPath": f"s3://{account.bucket}/out/", **output}}}


def deployed(account: Account, source: str = UPPER, **members: Any) -> Asynchronous:
    """An endpoint with everything that asynchronous inference can have."""
    (success, succeeded), (error, failed) = topic(account), topic(account)
    topics = {"SuccessTopic": success, "ErrorTopic": error}
    failures = f"s3://{account.bucket}/failures"
    config = settings(account, S3FailurePath=failures, NotificationConfig=topics)
    name = account.endpoint(account.config(instances(account.model(source, **members)), **config))
    output = f"s3://{account.bucket}/out"
    return Asynchronous(name=name, output=output, failures=failures, succeeded=succeeded, failed=failed)


@pytest.fixture(scope="module")
def upper(account: Account) -> Asynchronous:
    return deployed(account)


def ask(account: Account, name: str, **members: Any) -> dict[str, Any]:
    answer: dict[str, Any] = account.runtime.invoke_endpoint_async(EndpointName=name, **members)
    return answer


def result(account: Account, uri: str) -> bytes:
    """The object at a URI, once it is there."""

    def content() -> list[bytes]:
        try:
            return [account.get(uri)]
        except account.s3.exceptions.NoSuchKey:
            return []

    return eventually(content)[0]


def test_from_an_object_to_an_object(account: Account, upper: Asynchronous) -> None:
    location = account.put(b"from s3")
    answer = ask(account, upper.name, InputLocation=location, ContentType="text/csv", InferenceId="request-1")
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert answer["InferenceId"] == "request-1"
    assert re.fullmatch(f"{upper.output}/[0-9a-f-]{{36}}\\.out", answer["OutputLocation"])
    assert re.fullmatch(f"{upper.failures}/[0-9a-f-]{{36}}-error\\.out", answer["FailureLocation"])
    assert result(account, answer["OutputLocation"]) == b"FROM S3"
    bucket, _, key = answer["OutputLocation"].removeprefix("s3://").partition("/")
    assert account.s3.head_object(Bucket=bucket, Key=key)["ContentType"] == "text/csv"

    (message,) = account.received(upper.succeeded, 1)
    times = [message.pop(name) for name in ("receivedTime", "eventTime")]
    assert all(TIME.fullmatch(moment) for moment in times)
    assert times == sorted(times, key=datetime.fromisoformat)
    assert message == {
        "awsRegion": "us-east-1",
        "invocationStatus": "Completed",
        "requestParameters": {"contentType": "text/csv", "endpointName": upper.name, "inputLocation": location},
        "responseParameters": {"contentType": "text/csv", "outputLocation": answer["OutputLocation"]},
        "inferenceId": "request-1",
        "eventVersion": "1.0",
        "eventSource": "aws:sagemaker",
        "eventName": "InferenceResult",
    }


def test_from_an_inline_body(account: Account, upper: Asynchronous) -> None:
    answer = ask(account, upper.name, Body=b"inline", Accept="text/csv")
    assert re.fullmatch("[0-9a-f-]{36}", answer["InferenceId"])
    assert result(account, answer["OutputLocation"]) == b"INLINE"
    (message,) = account.received(upper.succeeded, 1)
    assert message["inferenceId"] == answer["InferenceId"]
    assert message["requestParameters"] == {"accept": "text/csv", "endpointName": upper.name}


def test_the_caller_may_name_the_output(account: Account, upper: Asynchronous) -> None:
    answer = ask(account, upper.name, Body=b"named", S3OutputPathExtension="2026/11", Filename="rank.json")
    assert answer["OutputLocation"] == f"{upper.output}/2026/11/rank.json"
    assert result(account, answer["OutputLocation"]) == b"NAMED"
    account.received(upper.succeeded, 1)


def failure(account: Account, endpoint: Asynchronous, **members: Any) -> tuple[dict[str, Any], str]:
    """The notification of a request that fails, and its failure object."""
    answer = ask(account, endpoint.name, **members)
    (message,) = account.received(endpoint.failed, 1)
    text = result(account, answer["FailureLocation"]).decode()
    assert message["inferenceId"] == answer["InferenceId"]
    assert message["responseParameters"] == {"outputLocation": answer["FailureLocation"]}
    with pytest.raises(account.s3.exceptions.NoSuchKey):
        account.get(answer["OutputLocation"])
    return message, text


def test_a_models_error_goes_to_the_failure_path_and_the_error_topic(account: Account, upper: Asynchronous) -> None:
    location = account.put(b"raise")
    message, text = failure(account, upper, InputLocation=location, ContentType="text/csv", InferenceId="request-2")
    assert text.startswith('Received server error (500) from primary with message "cannot rank this')
    assert message.pop("failureReason") == text
    assert all(TIME.fullmatch(message.pop(name)) for name in ("receivedTime", "eventTime"))
    del message["responseParameters"]
    assert message == {
        "awsRegion": "us-east-1",
        "invocationStatus": "Failed",
        "requestParameters": {"contentType": "text/csv", "endpointName": upper.name, "inputLocation": location},
        "inferenceId": "request-2",
        "eventVersion": "1.0",
        "eventSource": "aws:sagemaker",
        "eventName": "InferenceResult",
    }


def test_a_missing_input_is_a_failure_of_its_request(account: Account, upper: Asynchronous) -> None:
    _, text = failure(account, upper, InputLocation=f"s3://{account.bucket}/absent")
    assert "NoSuchKey" in text


def test_a_model_that_takes_too_long_is_a_failure(account: Account, upper: Asynchronous) -> None:
    _, text = failure(account, upper, Body=b"hang", InvocationTimeoutSeconds=1)
    assert text.startswith('Received server error (0) from primary with message "Your invocation timed out')


def test_the_input_is_read_with_the_execution_role(account: Account) -> None:
    readable = account.role(
        *RUN,
        allow("s3:GetObject", resource=f"arn:aws:s3:::{account.bucket}/object-*"),
        allow("s3:PutObject", "sns:Publish"),
    )
    endpoint = deployed(account, ExecutionRoleArn=readable)
    account.s3.put_object(Bucket=account.bucket, Key="secret", Body=b"secret")
    _, text = failure(account, endpoint, InputLocation=f"s3://{account.bucket}/secret")
    assert "AccessDenied" in text
    assert result(account, ask(account, endpoint.name, InputLocation=account.put(b"a"))["OutputLocation"]) == b"A"


def test_an_output_that_may_not_be_written_is_a_failure(account: Account) -> None:
    writer = account.role(
        *RUN,
        allow("s3:GetObject", "sns:Publish"),
        allow("s3:PutObject", resource=f"arn:aws:s3:::{account.bucket}/failures/*"),
    )
    _, text = failure(account, deployed(account, ExecutionRoleArn=writer), Body=b"a")
    assert "AccessDenied" in text


def test_without_topics_and_a_failure_path_the_endpoint_works_on(account: Account) -> None:
    name = account.endpoint(account.config(instances(account.model(UPPER)), **settings(account)))
    assert "FailureLocation" not in ask(account, name, Body=b"raise")
    assert result(account, ask(account, name, Body=b"next")["OutputLocation"]) == b"NEXT"


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({}, "Exactly one of InputLocation and Body must be given"),
        ({"InputLocation": "s3://bucket/key", "Body": b"x"}, "Exactly one of InputLocation and Body must be given"),
        ({"InputLocation": "ftp://bucket/key"}, "regular expression pattern"),
        ({"Body": b"x", "Filename": "a.b.c"}, "regular expression pattern"),
        ({"Body": b"x", "RequestTTLSeconds": 21_601}, "less than or equal to 21600"),
        ({"Body": b"x", "InvocationTimeoutSeconds": 3601}, "less than or equal to 3600"),
        ({"Body": bytes(128_001)}, "less than or equal to 128000"),
    ],
)
def test_what_cannot_be_is_refused(
    account: Account, upper: Asynchronous, members: dict[str, Any], message: str
) -> None:
    with pytest.raises(ClientError, match=r"\(ValidationError\)") as refused:
        ask(account, upper.name, **members)
    assert message in str(refused.value)


def test_it_is_not_asked_synchronously(account: Account, upper: Asynchronous) -> None:
    with pytest.raises(ClientError, match="is asynchronous: use InvokeEndpointAsync"):
        account.ask(upper.name)


def test_a_caller_needs_sagemaker_invoke_endpoint_async(account: Account, upper: Asynchronous) -> None:
    caller = account.caller("sagemaker-runtime", allow("sagemaker:InvokeEndpoint"))
    with pytest.raises(ClientError, match=f"perform: sagemaker:InvokeEndpointAsync on resource: .*/{upper.name}"):
        caller.invoke_endpoint_async(EndpointName=upper.name, Body=b"x")


def waiting_for(gate: Path, log: Path) -> str:
    """A model that logs what it is asked, then answers when there is a gate."""
    return (
        "import pathlib, time\n"
        "def model_fn(model_dir): return None\n"
        "def transform_fn(model, body, content_type, accept):\n"
        f"    pathlib.Path({str(log)!r}, body.decode()).touch()\n"
        f"    while not pathlib.Path({str(gate)!r}).exists(): time.sleep(0.01)\n"
        "    return body.decode()\n"
    )


def logged(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_no_more_at_a_time_than_the_client_config_says(account: Account, tmp_path: Path) -> None:
    gate, log = tmp_path / "gate", tmp_path / "log"
    log.mkdir()
    config = settings(account)
    config["AsyncInferenceConfig"]["ClientConfig"] = {"MaxConcurrentInvocationsPerInstance": 2}
    name = account.endpoint(account.config(instances(account.model(waiting_for(gate, log))), **config))
    outputs = [ask(account, name, Body=f"{number}".encode())["OutputLocation"] for number in range(4)]
    eventually(lambda: len(logged(log)) == 2)
    assert logged(log) == ["0", "1"]  # a third would have been asked with them
    gate.touch()
    assert [result(account, output) for output in outputs] == [b"0", b"1", b"2", b"3"]


def test_what_waits_outlives_an_update(account: Account, tmp_path: Path) -> None:
    gate, log = tmp_path / "gate", tmp_path / "log"
    log.mkdir()
    config = settings(account)
    config["AsyncInferenceConfig"]["ClientConfig"] = {"MaxConcurrentInvocationsPerInstance": 1}
    old = account.config(instances(account.model(waiting_for(gate, log))), **config)
    name = account.endpoint(old)
    first = ask(account, name, Body=b"first")["OutputLocation"]
    eventually(lambda: logged(log) == ["first"])
    second = ask(account, name, Body=b"second")["OutputLocation"]
    new = account.config(instances(account.model(UPPER)), **config)
    account.sagemaker.update_endpoint(EndpointName=name, EndpointConfigName=new)
    assert result(account, second) == b"SECOND"  # on the new model, while the old one still works on the first
    assert logged(log) == ["first"]
    gate.touch()
    assert result(account, first) == b"first"


def test_results_are_metrics(account: Account, aws: EmbeddedAws) -> None:
    endpoint = deployed(account)
    ask(account, endpoint.name, Body=b"a")
    ask(account, endpoint.name, Body=b"raise")
    account.received(endpoint.succeeded, 1)
    account.received(endpoint.failed, 1)
    dimensions = [{"Name": "EndpointName", "Value": endpoint.name}]
    found = aws.client("cloudwatch").list_metrics(Namespace="AWS/SageMaker", Dimensions=dimensions)["Metrics"]
    names = {metric["MetricName"] for metric in found}
    assert names >= {"ModelLatency", "TotalProcessingTime", "InvocationFailures", "Invocation5XXErrors"}
    assert "NotificationFailures" not in names


def test_a_request_that_waited_too_long_is_not_asked() -> None:
    """AWS's shortest RequestTTLSeconds is 60: nobody waits for that here."""

    def expiring(expires: float) -> Job:
        return Job(
            inference_id="1",
            body=b"",
            input_location=None,
            output_location="s3://bucket/out",
            failure_location=None,
            headers={},
            request={},
            seconds=1,
            received=0,
            expires=expires,
        )

    fleet = Fleet(())
    endpoint = Endpoint(name="e", arn="arn", config={})
    crew = Crew(endpoint=endpoint, fleet=fleet, settings={}, role=ExecutionRole("arn"))
    with pytest.raises(Exception, match="The request has expired: it waited longer than RequestTTLSeconds"):
        crew._infer(expiring(time.time() - 1))
    with pytest.raises(IndexError):  # asked: this fleet has no variant
        crew._infer(expiring(time.time() + 3600))
