"""Data capture and keys: what the configuration says, and what the model's role may do for it."""

import pytest
from aws_cdk import App, Duration, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from sagewire import AsyncEndpoint, DataCapture, Model, RealTimeEndpoint
from tests.templates import only, resources, statements

TYPE = "ml.c7i.large"


def granted(stack: Stack) -> dict[str, object]:
    return {str(statement["Action"]): statement for statement in statements(stack)}


def on_keys(stack: Stack) -> dict[tuple[str, ...], list[str]]:
    """Actions that are allowed on keys of the stack, and the names of these."""
    found: dict[tuple[str, ...], list[str]] = {}
    for statement in statements(stack):
        actions = [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]
        if actions[0].startswith("kms:"):
            assert statement["Resource"]["Fn::GetAtt"][1] == "Arn"
            found.setdefault(tuple(actions), []).append(statement["Resource"]["Fn::GetAtt"][0][:-8])
    return found


def test_what_is_captured_goes_below_one_prefix(stack: Stack, model: Model) -> None:
    bucket = s3.Bucket(stack, "Captured")
    capture = DataCapture(bucket=bucket, prefix="ranking", sampling_percentage=20, responses=False)
    RealTimeEndpoint(stack, "E", model=model, instance_type=TYPE, data_capture=capture)
    config = only(stack, "AWS::SageMaker::EndpointConfig")["DataCaptureConfig"]
    assert config["InitialSamplingPercentage"] == 20
    assert config["CaptureOptions"] == [{"CaptureMode": "Input"}]
    assert config["DestinationS3Uri"]["Fn::Join"][1][-1] == "/ranking"
    (write,) = [s for s in statements(stack) if s["Action"] == "s3:PutObject"]
    assert write["Resource"]["Fn::Join"][1][-1] == "/ranking/*"


def test_the_configuration_waits_for_the_right_to_write(stack: Stack, model: Model) -> None:
    """Pitfall 6: an endpoint that starts before its role's policy is there fails now and then."""
    capture = DataCapture(bucket=s3.Bucket(stack, "Captured"))
    RealTimeEndpoint(stack, "E", model=model, instance_type=TYPE, data_capture=capture)
    (policy,) = resources(stack, "AWS::IAM::Policy")
    (config,) = resources(stack, "AWS::SageMaker::EndpointConfig").values()
    assert config["DependsOn"] == [policy]


def test_nothing_is_no_capture(stack: Stack) -> None:
    with pytest.raises(ValueError, match="requests and responses are both False"):
        DataCapture(bucket=s3.Bucket(stack, "Captured"), requests=False, responses=False)


def test_what_is_overwritten_can_be_had_back_for_a_day(stack: Stack, model: Model) -> None:
    AsyncEndpoint(stack, "E", model=model, instance_type=TYPE)
    buckets = resources(stack, "AWS::S3::Bucket").values()
    assert len(buckets) == 3
    for bucket in buckets:
        assert bucket["Properties"]["VersioningConfiguration"] == {"Status": "Enabled"}
        (rule,) = bucket["Properties"]["LifecycleConfiguration"]["Rules"]
        assert rule["ExpirationInDays"] == 30
        assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 1}


@pytest.mark.parametrize("sampling", [-1, 101])
def test_a_share_is_a_percentage(stack: Stack, sampling: float) -> None:
    with pytest.raises(ValueError, match=f"sampling_percentage is {sampling}; allowed are 0 to 100"):
        DataCapture(bucket=s3.Bucket(stack, "Captured"), sampling_percentage=sampling)


@pytest.mark.parametrize(
    ("types", "message"),
    [
        (
            ["text/csv; charset=utf-8"],
            "csv_content_types has 'text/csv; charset=utf-8'; allowed are types of",
        ),
        (["application/vnd.x+json"], "csv_content_types has 'application/vnd.x.json'; allowed are types"),
        ([""], "csv_content_types has ''; allowed are types"),
        (["x/" + "y" * 255], "csv_content_types has 'x/y+'; allowed are types"),
        (["text/csv"] * 11, "the number of csv_content_types is 11; allowed are 1 to 10"),
    ],
)
def test_content_types_are_those_that_sagemaker_takes(stack: Stack, types: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        DataCapture(bucket=s3.Bucket(stack, "Captured"), csv_content_types=types)


def test_a_prefix_fits_the_address_that_sagemaker_takes(stack: Stack, model: Model) -> None:
    capture = DataCapture(bucket=s3.Bucket.from_bucket_name(stack, "Captured", "captured"), prefix="x" * 600)
    with pytest.raises(ValueError, match="^prefix has 600 characters and makes a URI of 614, "):
        RealTimeEndpoint(stack, "E", model=model, instance_type="ml.c7i.large", data_capture=capture)


@pytest.mark.parametrize("hours", [0, 12, 36])
def test_what_is_kept_is_kept_for_whole_days(stack: Stack, model: Model, hours: int) -> None:
    with pytest.raises(ValueError, match="^retention in days is .*; allowed are"):
        AsyncEndpoint(stack, "E", model=model, instance_type="ml.c7i.large", retention=Duration.hours(hours))


def test_one_key_covers_volumes_results_buckets_and_topics(stack: Stack, model: Model) -> None:
    key = kms.Key(stack, "Key")
    AsyncEndpoint(stack, "E", model=model, instance_type=TYPE, encryption_key=key)
    config = only(stack, "AWS::SageMaker::EndpointConfig")
    arn = config["KmsKeyId"]
    assert config["AsyncInferenceConfig"]["OutputConfig"]["KmsKeyId"] == arn
    assert all(topic["Properties"]["KmsMasterKeyId"] == arn for topic in resources(stack, "AWS::SNS::Topic").values())
    kept = {
        name: bucket["Properties"]["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]
        for name, bucket in resources(stack, "AWS::S3::Bucket").items()
    }
    ours = {name for name, rule in kept.items() if rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"}
    assert {name[:6] for name in ours} == {"EInput", "EOutpu"}
    assert granted(stack)["['kms:Decrypt', 'kms:GenerateDataKey']"]["Resource"] == arn  # type: ignore[index]
    assert granted(stack)["kms:CreateGrant"]["Condition"] == {  # type: ignore[index]
        "Bool": {"kms:GrantIsForAWSResource": "true"}
    }


@pytest.mark.parametrize(("instance_type", "warned"), [("ml.g5.xlarge", True), ("ml.c7i.large", False)])
def test_a_key_does_not_cover_local_storage(stack: Stack, model: Model, instance_type: str, *, warned: bool) -> None:
    """Pitfall 29: SageMaker takes the key and leaves NVMe storage to a key of its own."""
    from aws_cdk.assertions import Annotations, Match

    RealTimeEndpoint(stack, "E", model=model, instance_type=instance_type, encryption_key=kms.Key(stack, "Key"))
    found = Annotations.from_stack(stack).find_warning("*", Match.string_like_regexp("does not cover the local NVMe"))
    assert bool(found) == warned


def test_a_model_may_live_in_another_stack(app: App, model: Model, stack: Stack) -> None:
    """What the endpoint needs of the model's role stands with the endpoint, or the two stacks would need each other."""
    other = Stack(app, "Other")
    AsyncEndpoint(other, "E", model=model, instance_type=TYPE)
    template = Template.from_stack(other)
    assert len(template.find_resources("AWS::IAM::Policy")) == 1
    assert Template.from_stack(stack).find_resources("AWS::IAM::Policy") == {}


def test_the_keys_of_given_buckets_may_be_used(stack: Stack, model: Model) -> None:
    """For requests to be read and results to be written by the model, and for requests to be uploaded by callers."""
    read, written = kms.Key(stack, "Read"), kms.Key(stack, "Written")
    endpoint = AsyncEndpoint(
        stack,
        "E",
        model=model,
        instance_type=TYPE,
        input_bucket=s3.Bucket(stack, "In", encryption_key=read),
        output_bucket=s3.Bucket(stack, "Out", encryption_key=written),
    )
    endpoint.grant_invoke(iam.User(stack, "Caller"))
    assert on_keys(stack) == {
        ("kms:Decrypt",): ["Read"],
        ("kms:Decrypt", "kms:GenerateDataKey"): ["Written"],
        ("kms:GenerateDataKey",): ["Read"],
    }
    output = only(stack, "AWS::SageMaker::EndpointConfig")["AsyncInferenceConfig"]["OutputConfig"]
    assert output["KmsKeyId"]["Fn::GetAtt"][0].startswith("Written")


def test_the_key_of_another_bucket_with_requests_may_be_used(stack: Stack, model: Model) -> None:
    endpoint = AsyncEndpoint(stack, "E", model=model, instance_type=TYPE)
    endpoint.read_input_from(s3.Bucket(stack, "More", encryption_key=kms.Key(stack, "Another")))
    assert on_keys(stack) == {("kms:Decrypt",): ["Another"]}


def test_the_bucket_of_an_imported_endpoint_may_have_a_key(stack: Stack) -> None:
    topic = sns.Topic(stack, "Topic")
    bucket = s3.Bucket(stack, "In", encryption_key=kms.Key(stack, "Read"))
    endpoint = AsyncEndpoint.from_endpoint_name(
        stack, "E", "large", input_bucket=bucket, success_topic=topic, error_topic=topic
    )
    endpoint.grant_invoke(iam.User(stack, "Caller"))
    assert on_keys(stack) == {("kms:GenerateDataKey",): ["Read"]}


def test_the_key_of_the_bucket_with_captures_may_be_used(stack: Stack, model: Model) -> None:
    capture = DataCapture(bucket=s3.Bucket(stack, "Captured", encryption_key=kms.Key(stack, "Kept")))
    RealTimeEndpoint(stack, "E", model=model, instance_type=TYPE, data_capture=capture)
    assert on_keys(stack) == {("kms:Decrypt", "kms:GenerateDataKey"): ["Kept"]}


def test_an_alias_stands_for_its_key(stack: Stack, model: Model) -> None:
    """IAM knows a key by its own ARN only."""
    key = kms.Key(stack, "Key")
    named = kms.Alias(stack, "Named", alias_name="alias/named", target_key=key)
    known = kms.Alias.from_alias_attributes(stack, "Known", alias_name="alias/known", alias_target_key=key)
    endpoint = AsyncEndpoint(stack, "E", model=model, instance_type=TYPE, encryption_key=named)
    endpoint.read_input_from(s3.Bucket(stack, "In", encryption_key=known))
    endpoint.grant_invoke(iam.User(stack, "Caller"))
    assert on_keys(stack) == {
        ("kms:CreateGrant",): ["Key"],
        ("kms:Decrypt", "kms:GenerateDataKey"): ["Key"],
        ("kms:Decrypt",): ["Key"],
        ("kms:GenerateDataKey",): ["Key"],
    }


def test_an_alias_of_an_unknown_key_is_refused(stack: Stack, model: Model) -> None:
    message = "^key Test/.* is an alias of a key that is not known here, and IAM .*: give the key, Key.from_key_arn"
    by_name = kms.Alias.from_alias_name(stack, "Name", "alias/unknown")
    by_arn = kms.Key.from_key_arn(stack, "Arn", "arn:aws:kms:eu-west-1:123456789012:alias/unknown")
    for alias in (by_name, by_arn):
        with pytest.raises(ValueError, match=message):
            RealTimeEndpoint(stack, f"E{alias.node.id}", model=model, instance_type=TYPE, encryption_key=alias)
