"""SW930."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw930_may_not_list_artifacts import RULE
from sagewire.validator.samples import att, ref, resource, sub, template
from sagewire.validator.samples.serving import model, model_role
from tests.validator.judging import findings_of, only_finding

PREFIX = "s3://models/many/"
IN_BUCKET = sub("s3://${Artifacts}/many/")
READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::m*"}


def listing(
    on: Any, *, action: Any = "s3:ListBucket", mode: Any = "MultiModel", prefix: Any = PREFIX, **role: Any
) -> dict[str, Any]:
    statements = [READ, {"Effect": "Allow", "Action": action, "Resource": on}]
    inline = {"PolicyName": "Model", "PolicyDocument": {"Version": "2012-10-17", "Statement": statements}}
    parts = {**model(container={"Mode": mode, "ModelDataUrl": prefix}), **model_role(Policies=[inline], **role)}
    buckets = {name: each for id in ("Artifacts", "Others") for name, each in _bucket(id).items()}
    return template(parts, buckets)


def _bucket(id: str) -> dict[str, Any]:
    return resource(id, "AWS::S3::Bucket", {}, {})


@pytest.mark.parametrize(
    "on", ["arn:aws:s3:::models/*", "arn:aws:s3:::models/", "arn:aws:s3:::other", att("Others", "Arn")]
)
def test_a_role_that_may_not_list_is_found(on: Any) -> None:
    finding = only_finding(RULE, listing(on))
    assert finding.property == "Properties/PrimaryContainer/ModelDataUrl"
    assert finding.message == (
        "ModelRole may not s3:ListBucket on models, where SageMaker lists what lies below s3://models/many/"
    )


def test_a_role_that_may_only_read_is_found() -> None:
    assert findings_of(RULE, listing("*", action="s3:Get*"))


@pytest.mark.parametrize(
    "on", ["*", "arn:aws:s3:::models", "arn:aws:s3:::mod*", sub("arn:aws:s3:::${Unset}"), {"Ref": "Unset"}]
)
@pytest.mark.parametrize("action", ["s3:ListBucket", "s3:List*", "*"])
def test_a_role_that_may_list_or_might_is_left_alone(on: Any, action: str) -> None:
    assert not findings_of(RULE, listing(on, action=action))


@pytest.mark.parametrize(("on", "found"), [("${Artifacts.Arn}", 0), ("${Artifacts.Arn}/*", 1), ("${Others.Arn}", 1)])
def test_a_bucket_of_the_templates_is_compared_as_well(on: str, found: int) -> None:
    assert len(findings_of(RULE, listing(sub(on), prefix=IN_BUCKET))) == found


def test_a_bucket_whose_policy_may_let_the_role_in_is_left_alone() -> None:
    body = listing(att("Others", "Arn"), prefix=IN_BUCKET)
    assert findings_of(RULE, body)
    statement = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    policy = {"Bucket": ref("Artifacts"), "PolicyDocument": {"Statement": [statement]}}
    body["Resources"].update(resource("Policy", "AWS::S3::BucketPolicy", policy, {}))
    assert not findings_of(RULE, body)


@pytest.mark.parametrize("mode", [None, "SingleModel", {"Ref": "Unset"}])
def test_one_model_is_not_listed(mode: Any) -> None:
    body = listing("arn:aws:s3:::other")
    container = body["Resources"]["Model"]["Properties"]["PrimaryContainer"]
    container["Mode"] = {"Ref": "AWS::NoValue"} if mode is None else mode
    assert not findings_of(RULE, body)


@pytest.mark.parametrize(("kind", "found"), [("S3Prefix", 1), ("S3Object", 0), ({"Ref": "Unset"}, 0)])
def test_what_is_not_compressed_is_listed_where_it_is_a_prefix(kind: Any, found: int) -> None:
    body = listing("arn:aws:s3:::other", mode="SingleModel")
    container = body["Resources"]["Model"]["Properties"]["PrimaryContainer"]
    del container["ModelDataUrl"]
    container["ModelDataSource"] = {"S3DataSource": {"S3Uri": PREFIX, "S3DataType": kind, "CompressionType": "None"}}
    assert len(findings_of(RULE, body)) == found


def test_a_role_whose_policies_are_not_all_known_is_left_alone() -> None:
    managed = ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]
    assert not findings_of(RULE, listing("arn:aws:s3:::other", ManagedPolicyArns=managed))


def test_a_template_that_a_macro_adds_to_is_left_alone() -> None:
    assert not findings_of(RULE, {**listing("arn:aws:s3:::other"), "Transform": "Own"})
