"""SW924."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw924_may_not_read_artifact import RULE
from sagewire.validator.samples import att, resource, sub, template
from sagewire.validator.samples.serving import model, model_role
from tests.validator.judging import findings_of, only_finding

IN_BUCKET = sub("s3://${Artifacts}/1.4.2/model.tar.gz")


def reading(action: Any, on: Any, *, artifact: Any = IN_BUCKET, **role: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": on}
    inline = {"PolicyName": "Model", "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
    parts = {**model(container={"ModelDataUrl": artifact}), **model_role(Policies=[inline], **role)}
    buckets = {**resource("Artifacts", "AWS::S3::Bucket", {}, {}), **resource("Others", "AWS::S3::Bucket", {}, {})}
    return template(parts, buckets)


@pytest.mark.parametrize(
    ("action", "on"), [("s3:ListBucket", "*"), ("s3:GetObject", sub("${Others.Arn}/*")), ("ecr:*", "*")]
)
def test_a_role_that_may_not_read_is_found(action: str, on: Any) -> None:
    finding = only_finding(RULE, reading(action, on))
    assert finding.message == "ModelRole may not s3:GetObject from Artifacts, where the artifact lies"


@pytest.mark.parametrize("on", [sub("${Artifacts.Arn}/*"), "*", "arn:aws:s3:::models/*", {"Ref": "Unset"}])
def test_a_role_that_may_read_or_might_is_left_alone(on: Any) -> None:
    assert not findings_of(RULE, reading("s3:GetObject", on))


def test_a_bucket_of_elsewhere_may_have_a_policy_of_its_own() -> None:
    finding = only_finding(RULE, reading("s3:ListBucket", "*", artifact="s3://elsewhere/model.tar.gz"))
    assert finding.severity == "warning"
    assert finding.message == "ModelRole may not s3:GetObject from elsewhere, where the artifact lies"


@pytest.mark.parametrize("artifact", [{"Ref": "Unset"}, "https://example.org/model.tar.gz", sub("s3:${Unset}")])
def test_an_artifact_of_which_too_little_is_known_is_left_alone(artifact: Any) -> None:
    assert not findings_of(RULE, reading("s3:ListBucket", "*", artifact=artifact))


ELSEWHERE = "s3://models/rank/1.4.2/model.tar.gz"


@pytest.mark.parametrize(
    "on",
    [
        "arn:aws:s3:::models",
        "arn:aws:s3:::models/",
        "arn:aws:s3:::models/rank",
        "arn:aws:s3:::models/rank/1.4.?",
        "arn:aws:s3:::modells/*",
        "arn:aws:s3:::models/ranking/*",
        "arn:aws:s3:::models/*/model.tar",
        ["arn:aws:s3:::models", "arn:aws:s3:::other/*"],
        sub("${Others.Arn}/*"),
        sub("arn:aws:s3:::models-${Unset}/*"),
    ],
)
def test_what_a_role_may_read_elsewhere_is_compared_by_what_is_written(on: Any) -> None:
    assert findings_of(RULE, reading("s3:GetObject", on, artifact=ELSEWHERE))


@pytest.mark.parametrize(
    "on",
    [
        "*",
        "arn:aws:s3:::*",
        "arn:aws:s3:::models/*",
        "arn:aws:s3:::models*",
        "arn:aws:s3:::m*gz",
        "arn:aws:s3:::models/rank/1.?.2/model.tar.gz",
        "arn:aws:s3:*",
        ["arn:aws:s3:::other/*", "arn:aws:s3:::models/rank/*"],
        sub("arn:aws:s3:::${Unset}"),
        sub("arn:aws:s3:::${Unset}/*"),
        "arn:aws:s3:eu-west-1:111122223333:accesspoint/models/object/*",
        {"Ref": "Unset"},
    ],
)
def test_what_it_may_read_or_might_elsewhere_is_left_alone(on: Any) -> None:
    assert not findings_of(RULE, reading("s3:GetObject", on, artifact=ELSEWHERE))


@pytest.mark.parametrize(("end", "found"), [("", 1), ("/*", 0), ("/1.4.2/*", 0), ("/1.4.3/*", 1)])
@pytest.mark.parametrize(
    ("artifact", "arn"),
    [
        (IN_BUCKET, "${Artifacts.Arn}"),
        (IN_BUCKET, "arn:${AWS::Partition}:s3:::${Artifacts}"),
        (sub("s3://${Unset}/1.4.2/model.tar.gz"), "arn:aws:s3:::${Unset}"),
    ],
)
def test_the_arn_of_a_bucket_means_none_of_its_objects(artifact: Any, arn: str, end: str, found: int) -> None:
    body = reading("s3:GetObject", sub(f"{arn}{end}"), artifact=artifact)
    assert len(findings_of(RULE, {**body, "Parameters": {"Unset": {"Type": "String"}}})) == found


def test_the_arn_of_a_bucket_by_reference_means_none_of_its_objects() -> None:
    (finding,) = findings_of(RULE, reading("s3:GetObject", att("Artifacts", "Arn")))
    assert finding.severity == "error"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("models", 0),
        ("other", 1),
        ({"Ref": "Unset"}, 0),
        (sub("mod*${Unset}"), 0),
        (sub("acme-${Unset}"), 1),
        (None, 1),
    ],
)
def test_a_bucket_of_the_templates_may_be_the_one_of_that_name(name: Any, found: int) -> None:
    body = reading("s3:GetObject", sub("${Artifacts.Arn}/*"), artifact=ELSEWHERE)
    body["Resources"]["Artifacts"]["Properties"] = {"BucketName": name} if name else {}
    assert len(findings_of(RULE, body)) == found


@pytest.mark.parametrize(("place", "found"), [("stack-artifacts-a1b2c3", 0), ("artefacts", 1)])
def test_a_name_that_cloudformation_makes_is_known_by_the_logical_id(place: str, found: int) -> None:
    body = reading("s3:GetObject", sub("${Artifacts.Arn}/*"), artifact=f"s3://{place}/model.tar.gz")
    assert len(findings_of(RULE, body)) == found


@pytest.mark.parametrize(("principal", "found"), [({"Service": "s3.amazonaws.com"}, ["error"]), ("*", [])])
def test_a_bucket_that_is_called_by_its_name_may_let_the_role_in(principal: Any, found: list[str]) -> None:
    body = reading("s3:ListBucket", "*", artifact=ELSEWHERE)
    body["Resources"]["Artifacts"]["Properties"] = {"BucketName": "models"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "*", "Resource": "*"}
    policy = {"Bucket": {"Ref": "Artifacts"}, "PolicyDocument": {"Statement": [statement]}}
    body["Resources"].update(resource("Policy", "AWS::S3::BucketPolicy", policy, {}))
    assert [finding.severity for finding in findings_of(RULE, body)] == found


def test_a_parameter_of_another_template_may_say_another_bucket() -> None:
    artifact, on = sub("s3://${Unset}/1.4.2/model.tar.gz"), sub("arn:aws:s3:::${Unset}")
    unset = {"Parameters": {"Unset": {"Type": "String"}}}
    body = {**reading("s3:GetObject", on, artifact=artifact, RoleName="model"), **unset}
    body["Resources"]["Model"]["Properties"]["ExecutionRoleArn"] = sub("arn:aws:iam::${AWS::AccountId}:role/model")
    assert findings_of(RULE, body)
    model_alone = template({"Model": body["Resources"].pop("Model")}, **unset)
    assert not findings_of(RULE, model_alone, body)


def test_of_many_models_all_below_the_prefix_is_read() -> None:
    body = reading("s3:GetObject", "arn:aws:s3:::models/many/a.tar.gz", artifact="s3://models/many/")
    assert findings_of(RULE, body)
    body["Resources"]["Model"]["Properties"]["PrimaryContainer"]["Mode"] = "MultiModel"
    assert not findings_of(RULE, body)


def test_uncompressed_artifacts_are_looked_at() -> None:
    source = {"S3DataSource": {"S3Uri": IN_BUCKET, "S3DataType": "S3Prefix", "CompressionType": "None"}}
    body = reading("s3:ListBucket", "*", artifact=None)
    container = body["Resources"]["Model"]["Properties"]["PrimaryContainer"]
    del container["ModelDataUrl"]
    container["ModelDataSource"] = source
    (finding,) = findings_of(RULE, body)
    assert finding.property == "Properties/PrimaryContainer/ModelDataSource/S3DataSource/S3Uri"


def test_a_role_whose_policies_are_not_all_known_is_left_alone() -> None:
    managed = ["arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"]
    assert not findings_of(RULE, reading("s3:ListBucket", "*", ManagedPolicyArns=managed))


@pytest.mark.parametrize(("kind", "found"), [("S3Object", 1), ("S3Prefix", 0)])
def test_of_a_prefix_something_below_it_may_be_read(kind: str, found: int) -> None:
    located = {"S3Uri": "s3://models/rank/", "S3DataType": kind, "CompressionType": "None"}
    body = reading("s3:GetObject", "arn:aws:s3:::models/rank/weights.bin")
    body["Resources"]["Model"]["Properties"]["PrimaryContainer"] = {"ModelDataSource": {"S3DataSource": located}}
    assert len(findings_of(RULE, body)) == found
