"""SW923."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw923_may_not_answer import RULE
from sagewire.validator.samples import Resources, att, ref, resource, sub, template, without
from sagewire.validator.samples.invoking import grant
from sagewire.validator.samples.serving import asynchronous, model_role
from tests.validator.judging import findings_of, only_finding

IN_BUCKET = {"S3OutputPath": sub("s3://${Answers}/ok/"), "S3FailurePath": "s3://elsewhere/failed/"}
TOPICS = [ref("Answered"), ref("Failed")]
PUBLISH = "sns:Publish"


def may(*actions_on: tuple[Any, Any], output: dict[str, Any] | None = None) -> Resources:
    grants = [grant(f"May{n}", action, on, role="ModelRole") for n, (action, on) in enumerate(actions_on)]
    bucket = resource("Answers", "AWS::S3::Bucket", {}, {})
    made = {**without(asynchronous(output=output), "MayAnswer"), **bucket}
    return {name: each for part in (made, *grants) for name, each in part.items()}


def policy(kind: str, named_by: str, on: Any, principal: Any) -> Resources:
    document = {"Statement": [{"Effect": "Allow", "Principal": principal, "Action": "*", "Resource": "*"}]}
    return resource("Policy", kind, {named_by: on, "PolicyDocument": document}, {})


def test_a_role_that_may_not_tell_is_found() -> None:
    found = findings_of(RULE, template(may()))
    assert sorted(finding.found for finding in found) == ["Answered", "Failed"]
    assert {finding.message for finding in found} == {
        "ModelRole, the role of the model, may not sns:Publish on Failed",
        "ModelRole, the role of the model, may not sns:Publish on Answered",
    }


def test_a_role_that_may_tell_of_one_outcome_alone_is_found() -> None:
    finding = only_finding(RULE, template(may((PUBLISH, ref("Answered")))))
    assert finding.property == "Properties/AsyncInferenceConfig/OutputConfig/NotificationConfig/ErrorTopic"


def test_a_role_that_may_not_write_is_found() -> None:
    finding = only_finding(
        RULE, template(may((PUBLISH, TOPICS), ("s3:GetObject", sub("${Answers.Arn}/*")), output=IN_BUCKET))
    )
    assert (finding.found, finding.limit) == ("Answers", "s3:PutObject")


@pytest.mark.parametrize("on", [sub("${Answers.Arn}/*"), "*", {"Ref": "Unset"}])
def test_a_role_that_may_or_might_write_is_left_alone(on: Any) -> None:
    assert not findings_of(RULE, template(may((PUBLISH, TOPICS), ("s3:Put*", on), output=IN_BUCKET)))


def test_a_bucket_of_elsewhere_may_have_a_policy_of_its_own() -> None:
    assert not findings_of(RULE, template(may((PUBLISH, TOPICS))))


@pytest.mark.parametrize("principal", ["*", {"AWS": att("ModelRole", "Arn")}, {"AWS": {"Ref": "Unset"}}])
def test_a_bucket_whose_policy_may_let_the_role_in_is_left_alone(principal: Any) -> None:
    lets_in = policy("AWS::S3::BucketPolicy", "Bucket", ref("Answers"), principal)
    assert not findings_of(RULE, template(may((PUBLISH, TOPICS), output=IN_BUCKET), lets_in))


@pytest.mark.parametrize("principal", [{"Service": "logging.s3.amazonaws.com"}, {"AWS": att("OtherRole", "Arn")}])
def test_a_bucket_whose_policy_is_about_others_does_not_help(principal: Any) -> None:
    others = policy("AWS::S3::BucketPolicy", "Bucket", ref("Answers"), principal)
    body = template(may((PUBLISH, TOPICS), output=IN_BUCKET), others, model_role("OtherRole"))
    assert findings_of(RULE, body)


def test_a_topic_whose_policy_lets_everybody_in_is_left_alone() -> None:
    lets_in = policy("AWS::SNS::TopicPolicy", "Topics", TOPICS, {"AWS": "*"})
    assert not findings_of(RULE, template(may(), lets_in))


def test_a_role_whose_policies_are_not_all_known_is_left_alone() -> None:
    managed = model_role(ManagedPolicyArns=["arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"])
    assert not findings_of(RULE, template(may(), managed))


def test_a_role_that_code_of_the_stack_does_more_with_is_left_alone() -> None:
    custom = resource("More", "Custom::Grant", {"Role": att("ModelRole", "Arn")}, {})
    assert not findings_of(RULE, template(may(), custom))
