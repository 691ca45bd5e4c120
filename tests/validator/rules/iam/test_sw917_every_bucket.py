"""SW917."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw917_every_bucket import RULE
from sagewire.validator.samples import sub, template
from sagewire.validator.samples.serving import model_role, serverless
from tests.validator.judging import findings_of, only_finding


def reading(action: Any = "s3:GetObject", on: Any = "*", **more: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": on, **more}
    inline = {"PolicyName": "Model", "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
    return template(serverless(), model_role(Policies=[inline]))


@pytest.mark.parametrize(
    "on", ["*", "arn:aws:s3:::*", sub("arn:${AWS::Partition}:s3:::*"), "arn:aws:s3:::*/*", ["arn:aws:s3:::a", "*"]]
)
def test_every_bucket_is_found(on: Any) -> None:
    assert only_finding(RULE, reading(on=on)).resource == "ModelRole"


@pytest.mark.parametrize(
    ("action", "named"),
    [("s3:*", "s3:GetObject and s3:PutObject and s3:DeleteObject"), (["s3:ListBucket", "s3:Put*"], "s3:PutObject")],
)
def test_the_message_names_what_is_allowed(action: Any, named: str) -> None:
    (finding,) = findings_of(RULE, reading(action))
    assert finding.message == f"the role ModelRole may {named} on *: in every bucket"


@pytest.mark.parametrize("action", ["s3:ListAllMyBuckets", ["s3:ListBucket", "s3:GetBucketLocation"], {"Ref": "Unset"}])
def test_what_reaches_no_object_is_left_alone(action: Any) -> None:
    assert not findings_of(RULE, reading(action))


@pytest.mark.parametrize(
    "on", ["arn:aws:s3:::models/*", "arn:aws:s3:::*sagemaker*", sub("arn:aws:s3:::${Unset}/*"), {"Ref": "Unset"}]
)
def test_buckets_that_are_named_are_left_alone(on: Any) -> None:
    assert not findings_of(RULE, reading(on=on))


def test_what_is_allowed_on_a_condition_is_left_alone() -> None:
    tagged = {"StringEquals": {"s3:ExistingObjectTag/SageMaker": "true"}}
    assert not findings_of(RULE, reading(Condition=tagged))


def test_what_is_denied_is_left_alone() -> None:
    assert not findings_of(RULE, reading(Effect="Deny"))


def test_all_actions_are_for_another_rule() -> None:
    assert not findings_of(RULE, reading("*"))
