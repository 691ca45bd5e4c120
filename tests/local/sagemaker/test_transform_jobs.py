"""Batch transform: from S3, through a model of the job's own, to S3, and word of it to EventBridge."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sagewire.local import EmbeddedAws
from sagewire.local.processes import marked
from tests.local.account import IMAGE, RUN, Account, allow, eventually, instances, new_name, packed
from tests.local.functions import function

# Each request is one line of what the model answers.
UPPER = """
import json, os, time
def model_fn(model_dir): return None
def transform_fn(model, body, content_type, accept):
    text = body if isinstance(body, str) else body.decode()
    if "raise" in text:
        raise ValueError("cannot rank this")
    return f"<{text.strip().upper()}|{content_type}|{accept}|{os.environ.get('MINE', '')}>", "text/x"
"""
RECORDS = ("one\n", "two\n", "three\n")
ENDED = ("Completed", "Failed", "Stopped")


@pytest.fixture(scope="module")
def role(account: Account) -> str:
    return account.role(*RUN, allow("s3:GetObject", "s3:PutObject", "s3:ListBucket"))


@pytest.fixture(scope="module")
def upper(account: Account, role: str) -> str:
    """A model that tells what it was asked."""
    return account.model(UPPER, ExecutionRoleArn=role)


def inputs(account: Account, **objects: bytes | str) -> str:
    """The URI of a new prefix with these objects; `a__b` is a/b."""
    prefix = new_name("input")
    for name, content in objects.items():
        key = f"{prefix}/{name.replace('__', '/')}"
        account.s3.put_object(
            Bucket=account.bucket, Key=key, Body=content if isinstance(content, bytes) else content.encode()
        )
    return f"s3://{account.bucket}/{prefix}/"


def settings(account: Account, model: str, uri: str, **members: Any) -> dict[str, Any]:
    """The input of CreateTransformJob; TransformInput and TransformOutput are added to."""
    source = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": uri}}
    given, output = members.pop("TransformInput", {}), members.pop("TransformOutput", {})
    return {
        "TransformJobName": new_name("job"),
        "ModelName": model,
        "TransformInput": {"DataSource": source, "ContentType": "text/plain", **given},
        "TransformOutput": {"S3OutputPath": f"s3://{account.bucket}/{new_name('output')}", **output},
        "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
        **members,
    }


def create(account: Account, model: str, uri: str, **members: Any) -> dict[str, Any]:
    """The input of a job that has been created."""
    request = settings(account, model, uri, **members)
    account.sagemaker.create_transform_job(**request)
    return request


def ended(account: Account, name: str) -> dict[str, Any]:
    """The job's description at its end."""

    def description() -> dict[str, Any] | None:
        found: dict[str, Any] = account.sagemaker.describe_transform_job(TransformJobName=name)
        return found if found["TransformJobStatus"] in ENDED else None

    found = eventually(description)
    assert found is not None
    return found


def outputs(account: Account, request: dict[str, Any]) -> dict[str, str]:
    """The names of the output objects below the output path, and what is in them."""
    path = request["TransformOutput"]["S3OutputPath"].removeprefix(f"s3://{account.bucket}/").rstrip("/")
    listed = account.s3.list_objects_v2(Bucket=account.bucket, Prefix=f"{path}/").get("Contents", ())
    return {
        found["Key"].removeprefix(f"{path}/"): account.get(f"s3://{account.bucket}/{found['Key']}").decode()
        for found in listed
    }


def completed(account: Account, model: str, uri: str, **members: Any) -> dict[str, str]:
    """The outputs of a new job."""
    request = create(account, model, uri, **members)
    found = ended(account, request["TransformJobName"])
    assert found["TransformJobStatus"] == "Completed", found.get("FailureReason")
    return outputs(account, request)


def test_each_object_below_the_prefix_has_its_output(account: Account, upper: str, aws: EmbeddedAws) -> None:
    before = set(marked(aws.directory))
    uri = inputs(account, first="a", folder__second="b")
    assert completed(account, upper, uri, TransformOutput={"Accept": "text/y"}, Environment={"MINE": "1"}) == {
        "first.out": "<A|text/plain|text/y|1>",
        "folder/second.out": "<B|text/plain|text/y|1>",
    }
    assert set(marked(aws.directory)) <= before


def test_a_prefix_can_be_a_part_of_a_name_or_a_name(account: Account, upper: str) -> None:
    uri = inputs(account, day_1="a", day_2="b", week="c")
    assert completed(account, upper, f"{uri}day").keys() == {"day_1.out", "day_2.out"}
    assert completed(account, upper, f"{uri}week").keys() == {"week.out"}


def test_a_manifest_names_the_objects(account: Account, upper: str) -> None:
    uri = inputs(account, first="a", folder__second="b", third="c")
    manifest = account.put(json.dumps([{"prefix": uri}, "folder/second", "third"]).encode())
    source = {"S3DataSource": {"S3DataType": "ManifestFile", "S3Uri": manifest}}
    found = completed(account, upper, uri, TransformInput={"DataSource": source})
    assert found.keys() == {"folder/second.out", "third.out"}


@pytest.mark.parametrize(
    ("strategy", "together", "output"),
    [
        ("SingleRecord", "None", "<{ONE}><{TWO}><{THREE}>"),
        ("SingleRecord", "Line", "<{ONE}>\n<{TWO}>\n<{THREE}>\n"),
        ("MultiRecord", "None", "<{ONE\nTWO\nTHREE}>"),
    ],
)
def test_lines_are_records(account: Account, upper: str, strategy: str, together: str, output: str) -> None:
    uri = inputs(account, data="".join(RECORDS))
    found = completed(
        account,
        upper,
        uri,
        BatchStrategy=strategy,
        MaxConcurrentTransforms=3,
        TransformInput={"SplitType": "Line"},
        TransformOutput={"AssembleWith": together},
    )
    told = "|text/plain|application/json|"
    assert found == {"data.out": output.replace("{", "").replace("}", told)}


def test_a_payload_has_as_many_records_as_fit(account: Account, upper: str) -> None:
    record = "x" * 400_000
    uri = inputs(account, data="\n".join([record] * 4))
    options = {"TransformInput": {"SplitType": "Line"}, "TransformOutput": {"AssembleWith": "Line"}}
    found = completed(account, upper, uri, BatchStrategy="MultiRecord", MaxPayloadInMB=1, **options)
    assert [line.count("X") for line in found["data.out"].splitlines() if "X" in line] == [400_000] * 4
    assert found["data.out"].count("<") == 2


def test_a_record_that_is_too_large_fails_the_job(account: Account, upper: str) -> None:
    uri = inputs(account, data="x" * (1 << 20) + "x")
    request = create(account, upper, uri, MaxPayloadInMB=1)
    assert "more than MaxPayloadInMB allows" in ended(account, request["TransformJobName"])["FailureReason"]
    assert len(completed(account, upper, uri, MaxPayloadInMB=0)) == 1


def test_a_compressed_object_is_unpacked(account: Account, upper: str) -> None:
    uri = inputs(account, data=gzip.compress(b"packed"))
    found = completed(account, upper, uri, TransformInput={"CompressionType": "Gzip"})
    assert found["data.out"].startswith("<PACKED|")
    request = create(account, upper, inputs(account, data="plain"), TransformInput={"CompressionType": "Gzip"})
    assert (
        "CompressionType is Gzip, and the object is not" in ended(account, request["TransformJobName"])["FailureReason"]
    )


def test_an_object_that_fails_fails_the_job_and_the_others_have_their_output(account: Account, upper: str) -> None:
    uri = inputs(account, bad="raise", good="a")
    request = create(account, upper, uri, ModelClientConfig={"InvocationsMaxRetries": 0})
    found = ended(account, request["TransformJobName"])
    assert found["TransformJobStatus"] == "Failed"
    assert found["FailureReason"] == (
        f"AlgorithmError: Bad HTTP status received from algorithm: 500: cannot rank this ({uri}bad)"
    )
    assert outputs(account, request).keys() == {"good.out"}


def test_a_request_that_fails_is_tried_again(account: Account, role: str, tmp_path: Path) -> None:
    source = (
        "import pathlib, uuid\n"
        "def model_fn(model_dir): return None\n"
        "def transform_fn(model, body, content_type, accept):\n"
        f"    folder = pathlib.Path({str(tmp_path)!r}); (folder / uuid.uuid4().hex).touch()\n"
        "    if len(list(folder.iterdir())) < 3: raise ValueError('not yet')\n"
        "    return 'done'\n"
    )
    model = account.model(source, ExecutionRoleArn=role)
    found = completed(account, model, inputs(account, data="x"), ModelClientConfig={"InvocationsMaxRetries": 2})
    assert found == {"data.out": "done"}


def test_a_model_that_does_not_start_fails_the_job(account: Account, role: str, aws: EmbeddedAws) -> None:
    before = set(marked(aws.directory))
    model = account.model("raise OSError('no disk')\n", ExecutionRoleArn=role)
    request = create(account, model, inputs(account, data="x"))
    found = ended(account, request["TransformJobName"])
    assert found["FailureReason"] == ("The primary container did not start: it exited with code 1: OSError: no disk")
    assert "TransformStartTime" not in found
    assert set(marked(aws.directory)) <= before


def test_the_models_role_reads_lists_and_writes(account: Account) -> None:
    uri = inputs(account, data="x")
    for missing, reason in (
        ("s3:ListBucket", 'that the role "{role}" has "s3:ListBucket" permissions on bucket'),
        ("s3:PutObject", "AccessDenied"),
    ):
        actions = {"s3:GetObject", "s3:PutObject", "s3:ListBucket"} - {missing}
        role = account.role(*RUN, allow(*actions))
        request = create(account, account.model(UPPER, ExecutionRoleArn=role), uri)
        found = ended(account, request["TransformJobName"])
        assert found["TransformJobStatus"] == "Failed"
        assert reason.format(role=role) in found["FailureReason"]
    only = account.role(*RUN, allow("s3:ListBucket"), allow("s3:GetObject", resource="arn:aws:s3:::*/object-*"))
    request = create(account, account.model(UPPER, ExecutionRoleArn=only), uri)
    assert "AccessDenied" in ended(account, request["TransformJobName"])["FailureReason"]


def test_a_prefix_without_objects_fails_the_job(account: Account, upper: str) -> None:
    uri = f"s3://{account.bucket}/absent/"
    found = ended(account, create(account, upper, uri)["TransformJobName"])
    assert found["FailureReason"].startswith(f'ClientError: No S3 objects found under S3 URL "{uri}" given in the')


def test_a_pipeline_transforms_as_well(account: Account, role: str) -> None:
    url = account.put(packed({"code/inference.py": UPPER}))
    model = new_name("model")
    steps = [{"Image": IMAGE, "ModelDataUrl": url}, {"Image": IMAGE, "ModelDataUrl": url}]
    account.sagemaker.create_model(ModelName=model, Containers=steps, ExecutionRoleArn=role)
    found = completed(account, model, inputs(account, data="x"), Environment={"MINE": "2"})
    assert found["data.out"].startswith("<<X|TEXT/PLAIN|")
    assert found["data.out"].endswith("|text/x|application/json|2>")


def test_a_job_is_described_as_it_was_made(account: Account, upper: str) -> None:
    uri = inputs(account, data="x")
    tags = [{"Key": "team", "Value": "search"}]
    request = create(account, upper, uri, Tags=tags, MaxPayloadInMB=2, TransformOutput={"KmsKeyId": ""})
    name = request["TransformJobName"]
    found = ended(account, name)
    arn = f"arn:aws:sagemaker:us-east-1:123456789012:transform-job/{name}"
    assert found["TransformJobArn"] == arn
    assert found.items() >= {member: value for member, value in request.items() if member != "Tags"}.items()
    assert found["CreationTime"] <= found["TransformStartTime"] <= found["TransformEndTime"]
    assert account.sagemaker.list_tags(ResourceArn=arn)["Tags"] == tags
    (listed,) = account.sagemaker.list_transform_jobs(NameContains=name, StatusEquals="Completed")[
        "TransformJobSummaries"
    ]
    assert (listed["TransformJobName"], listed["TransformJobStatus"]) == (name, "Completed")
    assert (
        account.sagemaker.list_transform_jobs(NameContains=name, StatusEquals="Failed")["TransformJobSummaries"] == []
    )


def test_a_job_that_is_stopped_leaves_no_output_and_no_process(
    account: Account, role: str, aws: EmbeddedAws, tmp_path: Path
) -> None:
    before, asked = set(marked(aws.directory)), tmp_path / "asked"
    source = (
        "import pathlib, time\n"
        "def model_fn(model_dir): return None\n"
        "def transform_fn(model, body, content_type, accept):\n"
        f"    pathlib.Path({str(asked)!r}).touch()\n"
        "    time.sleep(3600)\n"
    )
    request = create(account, account.model(source, ExecutionRoleArn=role), inputs(account, data="x", more="y"))
    name = request["TransformJobName"]
    eventually(asked.exists)
    assert account.sagemaker.describe_transform_job(TransformJobName=name)["TransformJobStatus"] == "InProgress"
    account.sagemaker.stop_transform_job(TransformJobName=name)
    found = ended(account, name)
    assert (found["TransformJobStatus"], found.get("FailureReason")) == ("Stopped", None)
    assert outputs(account, request) == {}
    assert set(marked(aws.directory)) <= before
    with pytest.raises(ClientError, match="rejected because the transform job is in status Stopped"):
        account.sagemaker.stop_transform_job(TransformJobName=name)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"ModelName": "absent"}, 'Could not find model ".*:model/absent"'),
    ({"MaxPayloadInMB": 101}, "MaxPayloadInMB cannot be greater than 100 MB"),
    (
        {"MaxPayloadInMB": 20, "MaxConcurrentTransforms": 6},
        r"\(MaxConcurrentTransforms \* MaxPayloadInMB\) cannot exceed 100 MB, and is 6 \* 20",
    ),
    ({"MaxConcurrentTransforms": 17}, r"cannot exceed 100 MB, and is 17 \* 6"),
    ({"DataProcessing": {"JoinSource": "Input"}}, "does not support DataProcessing.JoinSource"),
    ({"DataProcessing": {"OutputFilter": "$[0]"}}, "does not support DataProcessing.OutputFilter"),
    ({"TransformInput": {"SplitType": "RecordIO"}}, "does not support SplitType RecordIO"),
    ({"DataCaptureConfig": {"DestinationS3Uri": "s3://b/k"}}, "does not support DataCaptureConfig"),
    (
        {
            "TransformInput": {
                "DataSource": {"S3DataSource": {"S3DataType": "AugmentedManifestFile", "S3Uri": "s3://b/k"}}
            }
        },
        "S3DataType AugmentedManifestFile is not compatible with batch transform",
    ),
    ({"Environment": {f"V{number}": "" for number in range(17)}}, "length less than or equal to 16"),
]


@pytest.mark.parametrize(("members", "message"), REFUSED)
def test_what_cannot_be_is_refused(account: Account, upper: str, members: dict[str, Any], message: str) -> None:
    with pytest.raises(ClientError, match=rf"(?s)\(ValidationException\).*{message}"):
        create(account, upper, "s3://bucket/prefix/", **members)


def test_a_filter_that_changes_nothing_is_no_processing(account: Account, upper: str) -> None:
    nothing = {"InputFilter": "$", "OutputFilter": "$", "JoinSource": "None"}
    assert completed(account, upper, inputs(account, data="x"), DataProcessing=nothing).keys() == {"data.out"}


def test_models_that_batch_transform_does_not_take(account: Account, role: str) -> None:
    many = account.model(
        PrimaryContainer={"Image": IMAGE, "Mode": "MultiModel", "ModelDataUrl": "s3://b/p/"}, ExecutionRoleArn=role
    )
    with pytest.raises(ClientError, match="multi-model container is not supported with batch transform"):
        create(account, many, "s3://bucket/prefix/")
    data = {"S3Uri": "s3://b/k", "S3DataType": "S3Object", "CompressionType": "Gzip"}
    source = account.model(
        PrimaryContainer={"Image": IMAGE, "ModelDataSource": {"S3DataSource": data}}, ExecutionRoleArn=role
    )
    with pytest.raises(ClientError, match="ModelDataSource is not supported with batch transform"):
        create(account, source, "s3://bucket/prefix/")


def test_a_name_is_used_once(account: Account, upper: str) -> None:
    request = create(account, upper, inputs(account, data="x"))
    with pytest.raises(ClientError, match="Job name must be unique within an AWS account and region") as refused:
        account.sagemaker.create_transform_job(**request)
    assert refused.value.response["Error"]["Code"] == "ResourceInUse"
    ended(account, request["TransformJobName"])
    for operation in ("describe_transform_job", "stop_transform_job"):
        with pytest.raises(ClientError, match="Could not find requested job with name: absent"):
            getattr(account.sagemaker, operation)(TransformJobName="absent")


def test_a_caller_needs_the_permission_on_the_job(account: Account, upper: str) -> None:
    arn = "arn:aws:sagemaker:us-east-1:123456789012:transform-job/mine"
    caller = account.caller("sagemaker", allow("sagemaker:CreateTransformJob", resource=arn))
    request = settings(account, upper, inputs(account, data="x"))
    caller.create_transform_job(**{**request, "TransformJobName": "mine"})
    ended(account, "mine")
    with pytest.raises(ClientError, match=r"sagemaker:CreateTransformJob on resource: .*:transform-job/other"):
        caller.create_transform_job(**{**request, "TransformJobName": "other"})


def test_state_changes_are_events_on_the_default_bus(account: Account, upper: str, aws: EmbeddedAws) -> None:
    events = aws.client("events")
    queue, queue_arn = account.queue(sender="events.amazonaws.com")
    name, rule = "Watched", new_name("rule")
    pattern = {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Transform Job State Change"],
        "detail": {"TransformJobName": [name]},
    }
    events.put_rule(Name=rule, EventPattern=json.dumps(pattern))
    events.put_targets(Rule=rule, Targets=[{"Id": "queue", "Arn": queue_arn}])
    uri = inputs(account, data="raise")
    tags = [{"Key": "team", "Value": "search"}]
    request = create(account, upper, uri, TransformJobName=name, Tags=tags, MaxPayloadInMB=2)
    got = account.received(queue, 2)
    details = [event["detail"] for event in got]
    assert [detail["TransformJobStatus"] for detail in details] == ["InProgress", "Failed"]
    arn = "arn:aws:sagemaker:us-east-1:123456789012:transform-job/watched"
    for event, detail in zip(got, details, strict=True):
        assert (event["source"], event["resources"]) == ("aws.sagemaker", [arn])
        assert (detail["TransformJobArn"], detail["MaxPayloadInMB"]) == (arn, 2)
        assert detail["TransformInput"] == request["TransformInput"]
        assert detail["Tags"] == {"team": "search"}
        assert detail["CreationTime"] > 1_700_000_000_000
    assert "cannot rank this" in details[1]["FailureReason"]
    assert details[1]["TransformEndTime"] >= details[1]["TransformStartTime"]


def test_the_end_of_a_job_reaches_a_function(account: Account, upper: str, aws: EmbeddedAws) -> None:
    """As a rule in a stack does: EventBridge may invoke it, and it sees the event."""
    bucket = account.bucket
    code = (
        "import boto3, json\n"
        "def handler(event, context):\n"
        f"    boto3.client('s3').put_object(Bucket={bucket!r}, Key='told', Body=json.dumps(event).encode())\n"
    )
    name = function(account, code, allow("s3:PutObject"))
    functions, events, rule = aws.client("lambda"), aws.client("events"), new_name("rule")
    pattern = {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Transform Job State Change"],
        "detail": {"TransformJobName": [{"prefix": "Told"}], "TransformJobStatus": ["Completed"]},
    }
    arn = events.put_rule(Name=rule, EventPattern=json.dumps(pattern))["RuleArn"]
    functions.add_permission(
        FunctionName=name,
        StatementId="rule",
        Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com",
        SourceArn=arn,
    )
    target = functions.get_function(FunctionName=name)["Configuration"]["FunctionArn"]
    events.put_targets(Rule=rule, Targets=[{"Id": "function", "Arn": target}])
    completed(account, upper, inputs(account, data="x"), TransformJobName="ToldOf")

    def told() -> list[dict[str, Any]]:
        try:
            return [json.loads(account.get(f"s3://{bucket}/told"))]
        except account.s3.exceptions.NoSuchKey:
            return []

    (event,) = eventually(told)
    assert event["detail"]["TransformJobName"] == "ToldOf"


def test_a_job_ends_with_the_server(tmp_path: Path) -> None:
    with EmbeddedAws.start(directory=tmp_path / "aws", port=0) as aws:
        account = Account(aws)
        role = account.role(*RUN, allow("s3:GetObject", "s3:PutObject", "s3:ListBucket"))
        asked = tmp_path / "asked"
        source = (
            "import pathlib, time\n"
            "def model_fn(model_dir): return None\n"
            "def transform_fn(model, body, content_type, accept):\n"
            f"    pathlib.Path({str(asked)!r}).touch(); time.sleep(3600)\n"
        )
        create(account, account.model(source, ExecutionRoleArn=role), inputs(account, data="x"))
        eventually(asked.exists)
    assert marked(tmp_path / "aws") == []


def test_a_job_leaves_endpoints_of_the_same_model_alone(account: Account, upper: str) -> None:
    endpoint = account.endpoint(account.config(instances(upper)))
    completed(account, upper, inputs(account, data="x"))
    assert account.ask(endpoint, b"y", ContentType="text/plain").startswith(b"<Y|")
