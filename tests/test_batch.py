"""Batch transform: the function that starts jobs, the job it is given, its ways in, and what the model's role needs."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from aws_cdk import App, CfnParameter, Duration, Environment, Size, Stack, TimeZone, Token, Validations
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from aws_cdk.assertions import Annotations, Match, Template
from aws_cdk.aws_scheduler import ScheduleExpression
from botocore.validate import ParamValidator
from cdk_nag import AwsSolutionsChecks

from sagewire import (
    BatchTransform,
    ContainerImage,
    Model,
    ModelArtifact,
    ModelProfile,
    TransformInput,
    TransformInvocations,
    TransformOutput,
    TransformWorkload,
)
from sagewire.limits import TRANSFORM_FAMILIES
from tests.templates import only, resources, statements

CSV = TransformInput(content_type="text/csv")
LINES = TransformInput(content_type="text/csv", split="Line")
PATTERN = events.EventPattern(source=["website"])
NIGHTLY = ScheduleExpression.cron(hour="3", minute="0", time_zone=TimeZone.EUROPE_BERLIN)
LATER = Token.as_number({"Ref": "Later"})


@pytest.fixture
def model(stack: Stack, model_folder: Path) -> Model:
    return a_model(stack, model_folder)


def a_model(stack: Stack, folder: Path, **options: Any) -> Model:
    image = ContainerImage.for_framework("sklearn", "1.2-1")
    return Model(stack, "Model", image=image, artifact=ModelArtifact.from_asset(folder), **options)


def transform(model: Model, id: str = "Batch", *, scope: Stack | None = None, **options: Any) -> BatchTransform:
    return BatchTransform(
        scope or Stack.of(model),
        id,
        model=model,
        **{"instance_type": "ml.m5.large", "input": CSV, **options},
    )


def resolved(node: Any, known: Mapping[str, str]) -> Any:
    """The text that CloudFormation makes of a join; what it can't know is named after its resource."""
    match node:
        case {"Fn::Join": [separator, parts]}:
            return str(separator).join(str(resolved(part, known)) for part in parts)
        case {"Ref": name} | {"Fn::GetAtt": [name, _]}:
            return known.get(name, name)
    return node


def job(stack: Stack, **known: str) -> dict[str, Any]:
    """The parameters of CreateTransformJob as the function finds them."""
    variables = function(stack)["Environment"]["Variables"]
    parameters: dict[str, Any] = json.loads(resolved(variables["SAGEWIRE_TRANSFORM_JOB"], known))
    return parameters


def function(stack: Stack) -> dict[str, Any]:
    (found,) = [f for f in resources(stack, "AWS::Lambda::Function").values() if "Environment" in f["Properties"]]
    properties: dict[str, Any] = found["Properties"]
    return properties


def granted(stack: Stack) -> dict[str, Any]:
    """What the job's policy allows, by its first action."""
    (policy,) = resources(stack, "AWS::IAM::Policy").values()
    allowed = policy["Properties"]["PolicyDocument"]["Statement"]
    return {s["Action"] if isinstance(s["Action"], str) else s["Action"][0]: s for s in allowed}


def logical_id(stack: Stack, type: str, part: str) -> str:
    (found,) = [name for name in resources(stack, type) if part in name]
    return found


def test_the_function_is_given_a_job_that_sagemaker_takes(stack: Stack, model: Model) -> None:
    bucket = s3.Bucket.from_bucket_name(stack, "Data", "data")
    key = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:us-east-1:123456789012:key/1234")
    transform(
        model,
        instance_count=4,
        input=TransformInput(
            content_type="text/csv",
            bucket=bucket,
            prefix="in/",
            split="Line",
            compression="Gzip",
            filter="$[1:]",
            key=key,
        ),
        output=TransformOutput(
            bucket=bucket,
            prefix="out/",
            accept="text/csv",
            assemble="Line",
            join=True,
            filter="$[0,-1]",
            key=key,
            capture_prefix="captured/",
        ),
        invocations=TransformInvocations(
            strategy="MultiRecord",
            max_payload=Size.mebibytes(20),
            max_concurrent=5,
            timeout=Duration.minutes(2),
            max_retries=1,
        ),
        environment={"WORKERS": "2"},
        volume_key=key,
    )
    parameters = job(stack)
    assert parameters == {
        "ModelName": logical_id(stack, "AWS::SageMaker::Model", "Model"),
        "MaxConcurrentTransforms": 5,
        "ModelClientConfig": {"InvocationsTimeoutInSeconds": 120, "InvocationsMaxRetries": 1},
        "MaxPayloadInMB": 20,
        "BatchStrategy": "MultiRecord",
        "Environment": {"WORKERS": "2"},
        "TransformInput": {
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://data/in/"}},
            "ContentType": "text/csv",
            "SplitType": "Line",
            "CompressionType": "Gzip",
        },
        "TransformOutput": {
            "S3OutputPath": "s3://data/out/",
            "Accept": "text/csv",
            "AssembleWith": "Line",
            "KmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/1234",
        },
        "DataCaptureConfig": {"DestinationS3Uri": "s3://data/captured/"},
        "TransformResources": {
            "InstanceType": "ml.m5.large",
            "InstanceCount": 4,
            "VolumeKmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/1234",
        },
        "DataProcessing": {"InputFilter": "$[1:]", "OutputFilter": "$[0,-1]", "JoinSource": "Input"},
    }
    check_with_botocore(parameters)


def check_with_botocore(parameters: dict[str, Any]) -> None:
    """AWS's own model of the API knows every name, every type and every bound."""
    service = botocore.session.get_session().get_service_model("sagemaker")
    shape = service.operation_model("CreateTransformJob").input_shape
    assert shape is not None
    report = ParamValidator().validate({"TransformJobName": "nightly", **parameters}, shape)
    assert not report.has_errors(), report.generate_report()


def test_what_is_not_stated_is_left_to_sagemaker(stack: Stack, model: Model) -> None:
    transform(model)
    parameters = job(stack)
    assert set(parameters) == {"ModelName", "TransformInput", "TransformOutput", "TransformResources"}
    assert set(parameters["TransformOutput"]) == {"S3OutputPath", "AssembleWith"}
    check_with_botocore(parameters)


def test_the_function_waits_for_what_the_jobs_role_needs(stack: Stack, model: Model) -> None:
    transform(model)
    (starter,) = resources(stack, "AWS::Lambda::Function").values()
    assert starter["Properties"]["Handler"] == "start_transform.handler.handler"
    assert starter["Properties"]["Timeout"] == 30
    assert logical_id(stack, "AWS::IAM::Policy", "JobPolicy") in starter["DependsOn"]


def test_the_function_may_start_jobs_of_its_own_names_and_nothing_else(stack: Stack, model: Model) -> None:
    transform(model, job_name_prefix="nightly")
    (role,) = [role for name, role in resources(stack, "AWS::IAM::Role").items() if "FunctionRole" in name]
    logs, start = role["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    assert logs["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert start["Action"] == "sagemaker:CreateTransformJob"
    known = {"AWS::Partition": "aws", "AWS::Region": "r", "AWS::AccountId": "a"}
    assert resolved(start["Resource"], known) == "arn:aws:sagemaker:r:a:transform-job/nightly-*"
    assert function(stack)["Environment"]["Variables"]["SAGEWIRE_JOB_NAME_PREFIX"] == "nightly"
    assert len(role["Properties"]["Policies"]) == 1


def test_the_models_role_may_read_and_write_below_the_prefixes(stack: Stack, model: Model) -> None:
    bucket = s3.Bucket.from_bucket_name(stack, "Data", "data")
    transform(
        model,
        input=TransformInput(content_type="text/csv", bucket=bucket, prefix="in/"),
        output=TransformOutput(bucket=bucket, prefix="out/", capture_prefix="captured/"),
    )
    allowed = [
        (s["Action"], resolved(s["Resource"], {"AWS::Partition": "aws"}), s.get("Condition"))
        for s in resources(stack, "AWS::IAM::Policy")[logical_id(stack, "AWS::IAM::Policy", "JobPolicy")]["Properties"][
            "PolicyDocument"
        ]["Statement"]
    ]
    assert [(a, r, c) for a, r, c in allowed if "s3:" in str(a)] == [
        ("s3:ListBucket", "arn:aws:s3:::data", {"StringLike": {"s3:prefix": "in/*"}}),
        ("s3:GetObject", "arn:aws:s3:::data/in/*", None),
        ("s3:PutObject", "arn:aws:s3:::data/out/*", None),
        ("s3:PutObject", "arn:aws:s3:::data/captured/*", None),
    ]
    assert not [action for action, *_ in allowed if "kms:" in str(action)]
    logs, metrics = granted(stack)["logs:CreateLogGroup"], granted(stack)["cloudwatch:PutMetricData"]
    assert resolved(logs["Resource"], {}).endswith(":log-group:/aws/sagemaker/TransformJobs:*")
    assert metrics["Condition"] == {"StringEquals": {"cloudwatch:namespace": "/aws/sagemaker/TransformJobs"}}


def test_the_models_role_may_use_each_key_for_its_purpose(stack: Stack, model: Model) -> None:
    bucket = s3.Bucket.from_bucket_name(stack, "Data", "data")
    read, write, volume = (kms.Key(stack, name) for name in ("Read", "Write", "Volume"))
    transform(
        model,
        input=TransformInput(content_type="text/csv", bucket=bucket, prefix="in/", key=read),
        output=TransformOutput(bucket=bucket, prefix="out/", key=write),
        volume_key=volume,
    )
    (policy,) = resources(stack, "AWS::IAM::Policy").values()
    allowed = policy["Properties"]["PolicyDocument"]["Statement"]
    assert [
        (s["Action"], resolved(s["Resource"], {})[:5], s.get("Condition"))
        for s in allowed
        if "kms:" in str(s["Action"])
    ] == [
        ("kms:Decrypt", "Read1"[:4] + logical_id(stack, "AWS::KMS::Key", "Read")[4], None),
        (["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], logical_id(stack, "AWS::KMS::Key", "Write")[:5], None),
        ("kms:CreateGrant", "Volum", {"Bool": {"kms:GrantIsForAWSResource": "true"}}),
    ]


def test_the_keys_of_given_buckets_are_used(stack: Stack, model: Model) -> None:
    """An encrypted bucket whose key nobody named would fail on the first object, and on the first result."""
    read, write = (
        s3.Bucket(stack, name, encryption=s3.BucketEncryption.KMS, encryption_key=kms.Key(stack, f"{name}Key"))
        for name in ("Reads", "Writes")
    )
    transform(model, input=TransformInput(content_type="text/csv", bucket=read), output=TransformOutput(bucket=write))
    (policy,) = resources(stack, "AWS::IAM::Policy").values()
    keys = {
        str(s["Action"]): resolved(s["Resource"], {})
        for s in policy["Properties"]["PolicyDocument"]["Statement"]
        if "kms:" in str(s["Action"])
    }
    assert keys == {
        "kms:Decrypt": logical_id(stack, "AWS::KMS::Key", "ReadsKey"),
        "['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey']": logical_id(stack, "AWS::KMS::Key", "WritesKey"),
    }
    assert job(stack)["TransformOutput"]["KmsKeyId"] == logical_id(stack, "AWS::KMS::Key", "WritesKey")


def test_a_model_of_another_stack_makes_no_cycle(app: App, model_folder: Path) -> None:
    models, jobs = Stack(app, "Models"), Stack(app, "Jobs")
    transform(a_model(models, model_folder), scope=jobs)
    assert "AWS::IAM::Policy" not in str(Template.from_stack(models).to_json())
    (policy,) = resources(jobs, "AWS::IAM::Policy").values()
    assert "Fn::ImportValue" in policy["Properties"]["Roles"][0]


def test_the_buckets_made_here_are_closed_emptied_and_tell_of_new_objects(stack: Stack, model: Model) -> None:
    batch = transform(model, retention=Duration.days(7))
    assert batch.input_bucket.node.path == "Test/Batch/Input"
    buckets = resources(stack, "AWS::S3::Bucket")
    for bucket in buckets.values():
        assert bucket["Properties"]["PublicAccessBlockConfiguration"]["RestrictPublicBuckets"]
        assert bucket["Properties"]["LifecycleConfiguration"]["Rules"][0]["ExpirationInDays"] == 7
    told = [name for name, bucket in buckets.items() if "NotificationConfiguration" in bucket["Properties"]]
    assert told == [logical_id(stack, "AWS::S3::Bucket", "Input")]


def test_given_buckets_are_not_made(stack: Stack, model: Model) -> None:
    bucket = s3.Bucket.from_bucket_name(stack, "Data", "data")
    transform(
        model, input=TransformInput(content_type="text/csv", bucket=bucket), output=TransformOutput(bucket=bucket)
    )
    assert resources(stack, "AWS::S3::Bucket") == {}


def test_the_workload_stands_in_the_metadata(stack: Stack, model: Model) -> None:
    transform(model, workload=TransformWorkload(records=1_000_000, deadline=Duration.hours(2)))
    (starter,) = resources(stack, "AWS::Lambda::Function").values()
    assert starter["Metadata"]["sagewire"] == {"records": 1_000_000, "deadlineMilliseconds": 7_200_000}


def test_figures_known_at_deployment_only_are_let_through(stack: Stack, model: Model) -> None:
    parameter = CfnParameter(stack, "Later", type="Number", default=3)
    number = parameter.value_as_number
    transform(
        model,
        instance_type=Token.as_string({"Ref": "Type"}),
        instance_count=number,
        input=LINES,
        invocations=TransformInvocations(
            strategy="SingleRecord",
            max_payload=Size.mebibytes(number),
            max_concurrent=number,
            max_retries=number,
            timeout=Duration.seconds(number),
        ),
        environment={"LATER": Token.as_string({"Ref": "Text"})},
        workload=TransformWorkload(records=number, deadline=Duration.hours(1)),
    )
    parameters = job(stack, Later="3")
    assert parameters["TransformResources"] == {"InstanceType": "Type", "InstanceCount": 3}
    assert parameters["MaxPayloadInMB"] == parameters["MaxConcurrentTransforms"] == 3
    assert parameters["ModelClientConfig"] == {"InvocationsTimeoutInSeconds": 3, "InvocationsMaxRetries": 3}
    assert parameters["Environment"] == {"LATER": "Text"}


@pytest.mark.parametrize(
    ("given", "prefix"), [(None, "test-batch-"), ("nightly-scores", "nightly-scores"), ("x" * 30, "x" * 30)]
)
def test_names_begin_with_a_prefix_that_iam_can_match(
    stack: Stack, model: Model, given: str | None, prefix: str
) -> None:
    """SageMaker writes ARNs in lower case, whatever the name."""
    batch = transform(model, job_name_prefix=given)
    assert batch.job_name_prefix.startswith(prefix)
    assert batch.job_name_prefix == batch.job_name_prefix.lower()
    assert len(f"{batch.job_name_prefix}-20261123-030000-0123456789abcdef") <= 63


def test_two_in_one_stack_have_names_of_their_own(stack: Stack, model: Model) -> None:
    first = BatchTransform(stack, "A" * 40 + "1", model=model, instance_type="ml.m5.large", input=CSV)
    second = BatchTransform(stack, "A" * 40 + "2", model=model, instance_type="ml.m5.large", input=CSV)
    assert first.job_name_prefix != second.job_name_prefix


@pytest.mark.parametrize(
    "prefix",
    ["Nightly", "nightly-", "x" * 31, "", "a_b", pytest.param(Token.as_string({"Ref": "Later"}), id="known-later")],
)
def test_a_prefix_that_no_job_can_have(model: Model, prefix: str) -> None:
    with pytest.raises(ValueError, match="^job_name_prefix is .*; allowed are 1 to 30 lower-case letters, digits"):
        transform(model, job_name_prefix=prefix)


def test_an_event_starts_a_job_and_is_kept_when_nothing_can(stack: Stack, model: Model) -> None:
    batch = transform(model)
    batch.on_event("Refreshed", pattern=PATTERN, max_event_age=Duration.minutes(5))
    queue = {"Fn::GetAtt": [logical_id(stack, "AWS::SQS::Queue", "DeadLetters"), "Arn"]}
    (target,) = only(stack, "AWS::Events::Rule")["Targets"]
    assert target["DeadLetterConfig"] == {"Arn": queue}
    assert target["RetryPolicy"] == {"MaximumEventAgeInSeconds": 300}
    kept = only(stack, "AWS::Lambda::EventInvokeConfig")
    assert (kept["MaximumRetryAttempts"], kept["MaximumEventAgeInSeconds"]) == (2, 300)
    assert kept["DestinationConfig"]["OnFailure"] == {"Destination": queue}
    assert batch.dead_letters.node.path == "Test/Batch/DeadLetters"


def test_one_function_has_one_event_age(model: Model) -> None:
    batch = transform(model)
    batch.on_schedule("Nightly", schedule=NIGHTLY)
    batch.on_event("Same", pattern=PATTERN, max_event_age=Duration.hours(1))
    with pytest.raises(ValueError, match="^max_event_age is 60 s; an earlier way into Test/Batch set 3600 s"):
        batch.on_event("Refreshed", pattern=PATTERN, max_event_age=Duration.seconds(60))


def test_a_schedule_invokes_this_function_as_a_role_of_its_own(stack: Stack, model: Model) -> None:
    batch = transform(model)
    batch.on_schedule("Nightly", schedule=NIGHTLY)
    batch.on_schedule("Hourly", schedule=ScheduleExpression.rate(Duration.hours(1)), enabled=False)
    role_id = logical_id(stack, "AWS::IAM::Role", "SchedulerRole")
    role = resources(stack, "AWS::IAM::Role")[role_id]["Properties"]
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "scheduler.amazonaws.com"}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    starter = {"Fn::GetAtt": [logical_id(stack, "AWS::Lambda::Function", "BatchFunction"), "Arn"]}
    queue = {"Fn::GetAtt": [logical_id(stack, "AWS::SQS::Queue", "DeadLetters"), "Arn"]}
    (policy,) = role["Policies"]
    assert [(s["Action"], s["Resource"]) for s in policy["PolicyDocument"]["Statement"]] == [
        ("lambda:InvokeFunction", starter),
        ("sqs:SendMessage", queue),
    ]
    schedules = resources(stack, "AWS::Scheduler::Schedule")
    nightly = schedules[logical_id(stack, "AWS::Scheduler::Schedule", "Nightly")]["Properties"]
    assert (nightly["ScheduleExpression"], nightly["State"]) == ("cron(0 3 * * ? *)", "ENABLED")
    assert nightly["ScheduleExpressionTimezone"] == "Europe/Berlin"
    assert nightly["Target"]["Arn"] == starter
    assert nightly["Target"]["RoleArn"] == {"Fn::GetAtt": [role_id, "Arn"]}
    assert nightly["Target"]["DeadLetterConfig"] == {"Arn": queue}
    assert nightly["Target"]["RetryPolicy"] == {"MaximumEventAgeInSeconds": 3600}
    hourly = schedules[logical_id(stack, "AWS::Scheduler::Schedule", "Hourly")]["Properties"]
    assert (hourly["ScheduleExpression"], hourly["State"]) == ("rate(1 hour)", "DISABLED")


def test_what_a_schedule_sends_is_the_same_in_every_attempt(stack: Stack, model: Model) -> None:
    """The execution id is not: it would start a job for each attempt."""
    transform(model).on_schedule("Nightly", schedule=NIGHTLY)
    sent = json.loads(only(stack, "AWS::Scheduler::Schedule")["Target"]["Input"])
    assert sent["id"] == "<aws.scheduler.schedule-arn>/<aws.scheduler.scheduled-time>"
    assert sent["time"] == "<aws.scheduler.scheduled-time>"
    assert {"source", "detail-type", "detail"} < sent.keys()
    assert "execution" not in str(sent)


def test_callers_of_the_function_itself(stack: Stack, model: Model) -> None:
    batch = transform(model)
    batch.grant_start(iam.User(stack, "Caller"))
    with pytest.raises(ValueError, match="^grantee is the execution role of a model that is to be invoked"):
        batch.grant_start(model.role)
    assert "lambda:InvokeFunction" in [statement["Action"] for statement in statements(stack)]


def test_the_end_of_a_job_is_an_event(stack: Stack, model: Model) -> None:
    queue = sqs.Queue(stack, "Ended")
    batch = transform(model, job_name_prefix="nightly")
    batch.on_state_change("Bad", statuses=["Failed", "Stopped"], target=targets.SqsQueue(queue), rule_name="bad")
    rule = only(stack, "AWS::Events::Rule")
    assert rule["EventPattern"] == {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Transform Job State Change"],
        "account": [{"Ref": "AWS::AccountId"}],
        "detail": {"TransformJobName": [{"prefix": "nightly-"}], "TransformJobStatus": ["Failed", "Stopped"]},
    }
    assert rule["Name"] == "bad"
    assert "EventBusName" not in rule
    assert [target["Arn"]["Fn::GetAtt"][0] for target in rule["Targets"]] == [
        logical_id(stack, "AWS::SQS::Queue", "Ended")
    ]


def test_every_status_is_told_if_none_is_named(stack: Stack, model: Model) -> None:
    transform(model).on_state_change("Any", description="all of them")
    rule = only(stack, "AWS::Events::Rule")
    assert set(rule["EventPattern"]["detail"]) == {"TransformJobName"}
    assert rule["Description"] == "all of them"


def test_a_status_that_no_job_has_is_refused(model: Model) -> None:
    batch = transform(model)
    with pytest.raises(ValueError, match="^status is 'FAILED'; allowed are InProgress, Completed, Failed, Stopping"):
        batch.on_state_change("Bad", statuses=["FAILED"])
    for nothing in ("", "Failed"):
        with pytest.raises(ValueError, match="^statuses is .*; give a list such as"):
            batch.on_state_change("Bad", statuses=nothing)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"instance_type": "m5.large"}, "instance_type is 'm5.large'; SageMaker's types start with 'ml.'"),
        ({"instance_type": "ml.m5"}, "instance_type is 'ml.m5'; SageMaker's types start with 'ml.' and name a family"),
        ({"instance_type": "ml.t3.medium"}, "instance_type is 'ml.t3.medium'; burstable types run no transform jobs"),
        ({"instance_count": 0}, "instance_count is 0; allowed are 1 to 100 instances"),
        ({"instance_count": 101}, "instance_count is 101; allowed are 1 to 100 instances"),
        ({"environment": {f"V{n}": "x" for n in range(17)}}, "the number of variables in environment is 17; allowed"),
        ({"environment": {"1ST": "x"}}, "environment has a variable '1ST'; allowed are letters, digits and"),
        ({"environment": {"N" * 1025: "x"}}, "the length of the name 'NNN"),
        ({"environment": {"LONG": "x" * 10_241}}, "the length of environment variable 'LONG' is 10241; allowed are 0"),
        (
            {"environment": {"SHORT": "x", "LONG": "x" * 4000}},
            "the job takes 4.* B in .* where environment variable 'LONG' has 4000 characters; allowed are",
        ),
        (
            {"invocations": TransformInvocations(strategy="SingleRecord")},
            "invocations.strategy is 'SingleRecord' and input.split 'None', which makes no records",
        ),
    ],
)
def test_a_job_that_sagemaker_refuses(model: Model, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        transform(model, **options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"strategy": "Single"}, "invocations.strategy is 'Single'; allowed are MultiRecord, SingleRecord"),
        ({"max_payload": Size.mebibytes(101)}, "invocations.max_payload in MiB is 101; allowed are 0 to 100 MB"),
        ({"max_payload": Size.kibibytes(1500)}, "invocations.max_payload is 1.46484 MiB; allowed are whole MiB"),
        (
            {"max_payload": Size.gibibytes(Token.as_number({"Ref": "S"}))},
            "invocations.max_payload is known at deployment",
        ),
        ({"max_concurrent": 1.5}, "invocations.max_concurrent is 1.5; allowed are whole numbers"),
        ({"max_concurrent": -1}, "invocations.max_concurrent is -1; allowed are 0 and above"),
        ({"timeout": Duration.minutes(61)}, "invocations.timeout in seconds is 3660; allowed are 1 to 3600 s"),
        ({"max_retries": 4}, "invocations.max_retries is 4; allowed are 0 to 3 retries"),
        (
            {"max_payload": Size.mebibytes(26), "max_concurrent": 4},
            "invocations.max_payload times max_concurrent, 26 MiB x 4, is 104; allowed are 0 to 100 MB",
        ),
        ({"max_concurrent": 17}, "invocations.max_payload times max_concurrent, 6 MiB x 17, is 102; allowed are"),
    ],
)
def test_invocations_that_sagemaker_refuses(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        TransformInvocations(**options)


@pytest.mark.parametrize(
    "options",
    [
        {"max_payload": Size.mebibytes(25), "max_concurrent": 4},
        {"max_concurrent": 16},
        {"max_payload": Size.mebibytes(100), "max_concurrent": 1},
        # Sent in chunks, a payload has no size; 0 at a time asks the container.
        {"max_payload": Size.mebibytes(0), "max_concurrent": 500},
        {"max_payload": Size.mebibytes(100), "max_concurrent": 0},
        {"max_payload": Size.mebibytes(100)},
        {"max_payload": Size.mebibytes(100), "max_concurrent": LATER},
        {"max_payload": Size.mebibytes(LATER), "max_concurrent": 100},
    ],
)
def test_invocations_at_their_limit(options: dict[str, Any]) -> None:
    """Pitfall 25: the payload times the transforms at once is limited as well, at job start only."""
    TransformInvocations(**options)


def test_a_payload_in_chunks_is_stated(stack: Stack, model: Model) -> None:
    transform(model, invocations=TransformInvocations(max_payload=Size.mebibytes(0), max_concurrent=0, max_retries=0))
    parameters = job(stack)
    assert (parameters["MaxPayloadInMB"], parameters["MaxConcurrentTransforms"]) == (0, 0)
    assert parameters["ModelClientConfig"] == {"InvocationsMaxRetries": 0}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"split": "Lines"}, "input.split is 'Lines'; allowed are None, Line, RecordIO, TFRecord"),
        ({"compression": "Zip"}, "input.compression is 'Zip'; allowed are None, Gzip"),
        ({"prefix": "/in/"}, "input.prefix is '/in/'; S3's keys start without a slash: 'in/'"),
        ({"filter": ".features"}, "input.filter is '.features'; a JSONPath starts with '\\$'"),
        ({"filter": "$" * 64}, "the length of input.filter is 64; allowed are 0 to 63 characters"),
    ],
)
def test_an_input_that_sagemaker_refuses(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        TransformInput(content_type="text/csv", **options)


def test_a_key_without_the_bucket_that_it_encrypts(stack: Stack) -> None:
    with pytest.raises(ValueError, match="^input.key is given without a bucket"):
        TransformInput(content_type="text/csv", key=kms.Key(stack, "Key"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"assemble": "Lines"}, "output.assemble is 'Lines'; allowed are None, Line"),
        ({"prefix": "/out"}, "output.prefix is '/out'; S3's keys start without a slash: 'out'"),
        ({"capture_prefix": "/c"}, "output.capture_prefix is '/c'; S3's keys"),
        ({"filter": "x"}, "output.filter is 'x'; a JSONPath starts with '\\$'"),
    ],
)
def test_an_output_that_sagemaker_refuses(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        TransformOutput(**options)


def test_a_filter_may_be_known_at_deployment_only() -> None:
    assert TransformOutput(filter=Token.as_string({"Ref": "Path"})).filter


@pytest.mark.parametrize(
    ("input_prefix", "output", "name"),
    [
        ("data/", {"prefix": "data/out/"}, "output.prefix is 'data/out/'"),
        ("data/in/", {"prefix": "data/"}, "output.prefix is 'data/'"),
        ("", {"prefix": "out/"}, "output.prefix is 'out/'"),
        ("in/", {"prefix": "out/", "capture_prefix": "in/captured"}, "output.capture_prefix is 'in/captured'"),
    ],
)
def test_a_job_must_not_read_what_the_last_one_wrote(
    stack: Stack, model: Model, input_prefix: str, output: dict[str, Any], name: str
) -> None:
    bucket = s3.Bucket.from_bucket_name(stack, "Data", "data")
    source = TransformInput(content_type="text/csv", bucket=bucket, prefix=input_prefix)
    with pytest.raises(ValueError, match=f"^{name} and input.prefix '{input_prefix}' in the same bucket"):
        transform(model, input=source, output=TransformOutput(bucket=bucket, **output))


def test_a_volume_key_is_refused_where_the_instance_encrypts_its_own_storage(stack: Stack, model: Model) -> None:
    key = kms.Key(stack, "Key")
    with pytest.raises(ValueError, match="^volume_key is given and ml.g5.xlarge has storage of its own"):
        transform(model, instance_type="ml.g5.xlarge", volume_key=key)
    transform(model, "Inf2", instance_type="ml.inf2.xlarge", volume_key=key)


def test_a_family_that_aws_does_not_list_yet_is_a_warning(stack: Stack, model: Model) -> None:
    transform(model, instance_type="ml.m9i.large")
    told = Match.string_like_regexp("instance_type is 'ml.m9i.large'; on 2026-11-23 AWS listed m4, .* for transform")
    Annotations.from_stack(stack).has_warning("/Test/Batch", told)


def test_the_listed_families_are_botocores(stack: Stack, model: Model) -> None:
    service = botocore.session.get_session().get_service_model("sagemaker")
    types = service.shape_for("TransformInstanceType").enum  # type: ignore[attr-defined]
    assert list(TRANSFORM_FAMILIES.values) == list(dict.fromkeys(type.split(".")[1] for type in types))
    transform(model)
    Annotations.from_stack(stack).has_no_warning("/Test/Batch", Match.any_value())


def test_a_model_that_no_transform_job_takes(model: Model) -> None:
    model.traits = replace(model.traits, uncompressed=True)
    with pytest.raises(ValueError, match="^model Test/Model has an uncompressed artifact, which a batch transform"):
        transform(model)
    model.traits = replace(model.traits, uncompressed=False, multi_model=True)
    with pytest.raises(ValueError, match="^model Test/Model has multi-model hosting, which a batch transform"):
        transform(model, "MultiModel")


@pytest.mark.parametrize(("timeout", "limit"), [(Duration.seconds(30), "30"), (None, "600")])
def test_a_model_that_is_slower_than_the_timeout(
    stack: Stack, model_folder: Path, timeout: Duration | None, limit: str
) -> None:
    slow = a_model(stack, model_folder, profile=ModelProfile(latency=Duration.seconds(601)))
    with pytest.raises(ValueError, match=f"^invocations.timeout is {limit} s and the model's latency 601 s"):
        transform(slow, invocations=TransformInvocations(timeout=timeout))


def test_records_that_cannot_be_done_by_the_deadline(stack: Stack, model_folder: Path) -> None:
    model = a_model(stack, model_folder, profile=ModelProfile(latency=Duration.millis(100)))
    calls = TransformInvocations(strategy="SingleRecord", max_concurrent=4)
    work = TransformWorkload(records=1_000_000, deadline=Duration.hours(3))
    said = "^workload.deadline is 10800 s; 1e\\+06 records of 0.1 s each take 12500 s on 2 instances with 4 requests"
    with pytest.raises(ValueError, match=said):
        transform(model, input=LINES, invocations=calls, workload=work, instance_count=2)


@pytest.mark.parametrize(
    "options",
    [
        {"instance_count": 3},
        {"workload": TransformWorkload(records=1_000_000)},
        {"invocations": TransformInvocations(strategy="SingleRecord")},
        # How many records are in one request, nobody knows.
        {"invocations": TransformInvocations(max_concurrent=4)},
        {"instance_count": LATER},
    ],
)
def test_a_deadline_is_checked_where_it_is_certain_only(
    stack: Stack, model_folder: Path, options: dict[str, Any]
) -> None:
    model = a_model(stack, model_folder, profile=ModelProfile(latency=Duration.millis(100)))
    given = {
        "invocations": TransformInvocations(strategy="SingleRecord", max_concurrent=4),
        "workload": TransformWorkload(records=1_000_000, deadline=Duration.hours(3)),
        "instance_count": 2,
        "input": LINES,
    }
    transform(model, **{**given, **options})


def test_cdk_nag_finds_nothing(tmp_path: Path, model_folder: Path) -> None:
    app = App(outdir=str(tmp_path / "cdk.out"), analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = Stack(app, "Nag", env=Environment(account="123456789012", region="eu-west-1"))
    batch = transform(a_model(stack, model_folder), output=TransformOutput(capture_prefix="captured/"))
    batch.on_event("Refreshed", pattern=PATTERN)
    batch.on_schedule("Nightly", schedule=NIGHTLY)
    batch.on_state_change("Ended")
    Validations.of(app).add_plugins(AwsSolutionsChecks(app, verbose=True))
    app.synth()
