"""SW924."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw924_may_not_read_artifact import RULE
from sagewire.validator.samples import resource, sub, template
from sagewire.validator.samples.serving import model, model_role
from tests.validator.judging import findings_of, only_finding

BUCKET = resource("Artifacts", "AWS::S3::Bucket", {}, {})
IN_BUCKET = sub("s3://${Artifacts}/1.4.2/model.tar.gz")


def reading(action: Any, on: Any, *, artifact: Any = IN_BUCKET, **role: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": on}
    inline = {"PolicyName": "Model", "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
    parts = {**model(container={"ModelDataUrl": artifact}), **model_role(Policies=[inline], **role)}
    return template(parts, BUCKET, resource("Others", "AWS::S3::Bucket", {}, {}))


@pytest.mark.parametrize(
    ("action", "on"), [("s3:ListBucket", "*"), ("s3:GetObject", sub("${Others.Arn}/*")), ("ecr:*", "*")]
)
def test_a_role_that_may_not_read_is_found(action: str, on: Any) -> None:
    finding = only_finding(RULE, reading(action, on))
    assert finding.message == "ModelRole may not s3:GetObject from Artifacts, where the artifact lies"


@pytest.mark.parametrize("on", [sub("${Artifacts.Arn}/*"), "*", "arn:aws:s3:::models/*", {"Ref": "Unset"}])
def test_a_role_that_may_read_or_might_is_left_alone(on: Any) -> None:
    assert not findings_of(RULE, reading("s3:GetObject", on))


@pytest.mark.parametrize("artifact", ["s3://elsewhere/model.tar.gz", {"Ref": "Unset"}])
def test_a_bucket_of_elsewhere_may_have_a_policy_of_its_own(artifact: Any) -> None:
    assert not findings_of(RULE, reading("s3:ListBucket", "*", artifact=artifact))


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
