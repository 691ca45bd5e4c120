"""A sample of what an endpoint is asked and answers, in S3, written by the execution role."""

import json
import re
from base64 import b64decode
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sagewire.local import EmbeddedAws
from sagewire.local.sagemaker.data_capture import DataCapture, Payload
from tests.local.account import IMAGE, RUN, Account, Statement, allow, eventually, instances, new_name

UPPER = """
def model_fn(model_dir): return None
def transform_fn(model, body, content_type, accept):
    if body == "raise": raise ValueError("no")
    return (body if isinstance(body, str) else body.decode()).upper(), accept
"""
READ = allow("s3:GetObject")
TEXT = {"CsvContentTypes": ["text/csv"], "JsonContentTypes": ["application/json"]}
CAPTURED = r"captured/{endpoint}/{variant}/\d{{4}}/\d\d/\d\d/\d\d/\d\d-\d\d-\d{{3}}-[0-9a-f-]{{36}}\.jsonl"


def capture(
    account: Account, *, percent: int = 100, modes: tuple[str, ...] = ("Input", "Output"), **members: Any
) -> Any:
    """A DataCaptureConfig."""
    return {
        "EnableCapture": True,
        "InitialSamplingPercentage": percent,
        "DestinationS3Uri": f"s3://{account.bucket}/captured",
        "CaptureOptions": [{"CaptureMode": mode} for mode in modes],
        "CaptureContentTypeHeader": TEXT,
        **members,
    }


def serving(account: Account, *statements: Statement, **members: Any) -> str:
    """An endpoint with data capture whose role may write, or do what the statements say."""
    role = account.role(*RUN, READ, *(statements or [allow("s3:PutObject")]))
    variant = instances(account.model(UPPER, ExecutionRoleArn=role), name="Blue")
    return account.endpoint(account.config(variant, DataCaptureConfig=capture(account, **members)))


def objects(account: Account, endpoint: str) -> list[str]:
    found = account.s3.list_objects_v2(Bucket=account.bucket, Prefix=f"captured/{endpoint}/")
    return [item["Key"] for item in found.get("Contents", ())]


def lines(account: Account, endpoint: str, number: int) -> list[dict[str, Any]]:
    """What was captured, once it is that many."""

    def found() -> list[dict[str, Any]]:
        contents = [account.get(f"s3://{account.bucket}/{key}").decode() for key in objects(account, endpoint)]
        every = [json.loads(line) for content in contents for line in content.splitlines()]
        return every if len(every) >= number else []

    return eventually(found)


def ask(account: Account, endpoint: str, body: bytes, *, content_type: str = "text/csv", **members: Any) -> bytes:
    return account.ask(endpoint, body, ContentType=content_type, Accept=content_type, **members)


def test_a_request_and_its_answer_are_a_line(account: Account) -> None:
    name = serving(account)
    assert ask(account, name, b"a,b", InferenceId="request-1") == b"A,B"
    (line,) = lines(account, name, 1)
    metadata = line.pop("eventMetadata")
    assert line == {
        "captureData": {
            "endpointInput": {"observedContentType": "text/csv", "mode": "INPUT", "data": "a,b", "encoding": "CSV"},
            "endpointOutput": {"observedContentType": "text/csv", "mode": "OUTPUT", "data": "A,B", "encoding": "CSV"},
        },
        "eventVersion": "0",
    }
    assert re.fullmatch("[0-9a-f-]{36}", metadata.pop("eventId"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", metadata.pop("inferenceTime"))
    assert metadata == {"inferenceId": "request-1"}
    assert all(re.fullmatch(CAPTURED.format(endpoint=name, variant="Blue"), key) for key in objects(account, name))


def test_it_is_described_with_the_endpoint(account: Account) -> None:
    assert account.sagemaker.describe_endpoint(EndpointName=serving(account, percent=30))["DataCaptureConfig"] == {
        "EnableCapture": True,
        "CaptureStatus": "Started",
        "CurrentSamplingPercentage": 30,
        "DestinationS3Uri": f"s3://{account.bucket}/captured",
    }


@pytest.mark.parametrize(
    ("modes", "members"),
    [
        (("Input",), {"endpointInput"}),
        (("Output",), {"endpointOutput"}),
        (("InputAndOutput",), {"endpointInput", "endpointOutput"}),
    ],
)
def test_only_what_is_asked_for_is_captured(account: Account, modes: tuple[str, ...], members: set[str]) -> None:
    name = serving(account, modes=modes)
    ask(account, name, b"a")
    (line,) = lines(account, name, 1)
    assert set(line["captureData"]) == members
    assert "inferenceId" not in line["eventMetadata"]


@pytest.mark.parametrize(
    ("content_type", "body", "encoding"),
    [
        ("application/json", b'{"a": 1}', "JSON"),
        ("Text/CSV; charset=utf-8", "ä".encode(), "CSV"),
        ("text/csv", b"\xff", "BASE64"),
        ("text/plain", b"a", "BASE64"),
    ],
)
def test_the_encoding_is_that_of_the_content_type(
    account: Account, content_type: str, body: bytes, encoding: str
) -> None:
    captures = DataCapture(capture(account), endpoint="e", roles={})
    found = captures._captured(Payload(content_type=content_type, body=body), "INPUT")
    captures.stop()
    data = b64decode(found["data"]) if encoding == "BASE64" else found["data"].encode()
    assert (found["encoding"], found["observedContentType"], data) == (encoding, content_type, body)


def test_without_a_word_on_content_types_everything_is_base64(account: Account) -> None:
    name = serving(account, CaptureContentTypeHeader={"CsvContentTypes": ["text/other"]})
    ask(account, name, b"a")
    (line,) = lines(account, name, 1)
    assert (line["captureData"]["endpointInput"]["data"], line["captureData"]["endpointOutput"]["data"]) == (
        "YQ==",
        "QQ==",
    )


def test_only_a_sample_is_captured(account: Account) -> None:
    none = serving(account, percent=0)
    ask(account, none, b"a")
    account.sagemaker.delete_endpoint(EndpointName=none)
    eventually(lambda: not account.sagemaker.list_endpoints(NameContains=none)["Endpoints"])
    assert objects(account, none) == []


def test_what_the_model_refuses_is_not_captured(account: Account) -> None:
    name = serving(account)
    with pytest.raises(ClientError, match="ModelError"):
        ask(account, name, b"raise")
    ask(account, name, b"a")
    assert [line["captureData"]["endpointInput"]["data"] for line in lines(account, name, 1)] == ["a"]


def test_nothing_is_lost_when_an_endpoint_is_updated_and_deleted(account: Account) -> None:
    name = serving(account)
    ask(account, name, b"before")
    variant = instances(account.model(UPPER), name="Green")
    config = account.config(variant, DataCaptureConfig=capture(account))
    account.sagemaker.update_endpoint(EndpointName=name, EndpointConfigName=config)
    account.settled(name)
    ask(account, name, b"after")
    account.sagemaker.delete_endpoint(EndpointName=name)
    eventually(lambda: not account.sagemaker.list_endpoints(NameContains=name)["Endpoints"])
    keys = objects(account, name)
    assert [key.split("/")[2] for key in sorted(keys)] == ["Blue", "Green"]
    texts = [account.get(f"s3://{account.bucket}/{key}").decode() for key in sorted(keys)]
    assert ["before" in texts[0], "after" in texts[1]] == [True, True]


def test_a_variant_and_its_shadow_are_both_captured(account: Account) -> None:
    shadow = account.model(UPPER.replace("upper", "title"))
    config = account.config(
        instances(account.model(UPPER), name="Blue"),
        ShadowProductionVariants=[instances(shadow, name="Dark")],
        DataCaptureConfig=capture(account),
    )
    name = account.endpoint(config)
    ask(account, name, b"abc")
    answers = {line["captureData"]["endpointOutput"]["data"] for line in lines(account, name, 2)}
    assert answers == {"ABC", "Abc"}
    assert {key.split("/")[2] for key in objects(account, name)} == {"Blue", "Dark"}


def test_an_asynchronous_request_is_captured(account: Account) -> None:
    output = {"OutputConfig": {"S3OutputPath": f"s3://{account.bucket}/out"}}
    variant = instances(account.model(UPPER))
    name = account.endpoint(account.config(variant, AsyncInferenceConfig=output, DataCaptureConfig=capture(account)))
    account.runtime.invoke_endpoint_async(
        EndpointName=name, InputLocation=account.put(b"a"), ContentType="text/csv", InferenceId="async-1"
    )
    (line,) = lines(account, name, 1)
    assert (line["captureData"]["endpointInput"]["data"], line["eventMetadata"]["inferenceId"]) == ("a", "async-1")


def test_without_the_permission_to_write_the_sample_is_lost_and_the_server_says_so(
    account: Account, aws: EmbeddedAws
) -> None:
    name = serving(account, allow("s3:PutObject", resource=f"arn:aws:s3:::{account.bucket}/elsewhere/*"))
    assert ask(account, name, b"a") == b"A"
    eventually(lambda: re.search(f"{name}: 1 captured requests of Blue are lost: .*AccessDenied", aws.log()))
    assert objects(account, name) == []


def test_a_key_of_its_own_takes_the_permission_to_use_it(account: Account, aws: EmbeddedAws) -> None:
    key = aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    put, use = allow("s3:PutObject"), allow("kms:Decrypt", "kms:GenerateDataKey", resource=key)
    name, refused = serving(account, put, use, KmsKeyId=key), serving(account, put, KmsKeyId=key)
    ask(account, name, b"a")
    ask(account, refused, b"a")
    lines(account, name, 1)
    (written,) = objects(account, name)
    assert account.s3.head_object(Bucket=account.bucket, Key=written)["SSEKMSKeyId"] == key
    assert account.sagemaker.describe_endpoint(EndpointName=name)["DataCaptureConfig"]["KmsKeyId"] == key
    eventually(lambda: re.search(f"{refused}: 1 captured .* not authorized to perform: kms:GenerateDataKey", aws.log()))


def test_it_needs_a_role_to_write_with(account: Account) -> None:
    model, name = new_name("model"), new_name("endpoint")
    account.sagemaker.create_model(ModelName=model, PrimaryContainer={"Image": IMAGE})
    config = account.config(instances(model), DataCaptureConfig=capture(account))
    account.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=config)
    reason = account.settled(name)["FailureReason"]
    assert reason == "Variant AllTraffic: data capture needs a model with an ExecutionRoleArn"
