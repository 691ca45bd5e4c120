"""SW935."""

from collections.abc import Mapping
from typing import Any

import pytest

from sagewire.validator.rules.iam.sw935_model_may_not_use_key import RULE
from sagewire.validator.samples import Resources, att, ref, resource, sub, template
from sagewire.validator.samples.invoking import grant
from sagewire.validator.samples.keys import key
from sagewire.validator.samples.serving import asynchronous, real_time, serverless
from tests.validator.judging import changed, findings_of, only_finding, with_sections

BUCKET = ("Artifacts", "Properties", "BucketEncryption")
CONTAINER = ("Model", "Properties", "PrimaryContainer")


def _allowed(body: Mapping[str, Any], action: str, on: Any) -> dict[str, Any]:
    return template(body["Resources"], grant("MayUse", action, on, role="ModelRole"))


def _is_found(body: Mapping[str, Any]) -> bool:
    return [finding.rule for finding in findings_of(RULE, body)] == ["SW935"]


def _writing(key_id: Any, *more: Resources) -> dict[str, Any]:
    body = template(asynchronous(), key(), *more)
    return changed(body, ("Config", "Properties", "AsyncInferenceConfig", "OutputConfig", "KmsKeyId"), key_id)


def test_a_role_that_may_not_decrypt_its_artifact_is_found() -> None:
    finding = only_finding(RULE, RULE.wrong())
    assert (finding.found, finding.limit, finding.resource) == ("Key", "kms:Decrypt", "Model")
    assert finding.property == "Properties/PrimaryContainer/ModelDataUrl"
    assert finding.message.endswith("lacks kms:Decrypt on Key, and its artifact is encrypted with it")


def test_an_artifact_that_lies_unpacked_is_looked_at() -> None:
    source = {"S3DataSource": {"S3Uri": sub("s3://${Artifacts}/x/"), "S3DataType": "S3Prefix"}}
    body = changed(RULE.wrong(), (*CONTAINER, "ModelDataUrl"), None)
    (finding,) = findings_of(RULE, changed(body, (*CONTAINER, "ModelDataSource"), source))
    assert finding.property == "Properties/PrimaryContainer/ModelDataSource/S3DataSource/S3Uri"


@pytest.mark.parametrize("action", ["kms:Decrypt", "kms:*", "*"])
@pytest.mark.parametrize("on", [att("Key", "Arn"), "*"])
def test_a_grant_is_enough(action: str, on: Any) -> None:
    assert not _is_found(_allowed(RULE.wrong(), action, on))


def test_another_grant_does_not_help() -> None:
    assert _is_found(_allowed(RULE.wrong(), "kms:GenerateDataKey", "*"))


def test_the_key_may_name_the_role() -> None:
    named = {"Effect": "Allow", "Principal": {"AWS": att("ModelRole", "Arn")}, "Action": "kms:*", "Resource": "*"}
    assert not _is_found(changed(RULE.wrong(), ("Key", "Properties", "KeyPolicy", "Statement"), [named]))


@pytest.mark.parametrize("named", ["alias/aws/s3", None, {"Fn::ImportValue": "key"}])
def test_another_key_of_the_bucket_is_not_looked_at(named: Any) -> None:
    place = (*BUCKET, "ServerSideEncryptionConfiguration", 0, "ServerSideEncryptionByDefault", "KMSMasterKeyID")
    assert not _is_found(changed(RULE.wrong(), place, named))


def test_a_bucket_without_a_key_is_not_looked_at() -> None:
    assert not _is_found(changed(RULE.wrong(), BUCKET, None))
    twice = RULE.wrong()["Resources"]["Artifacts"]["Properties"]["BucketEncryption"]
    rules = twice["ServerSideEncryptionConfiguration"] * 2
    assert not _is_found(changed(RULE.wrong(), (*BUCKET, "ServerSideEncryptionConfiguration"), rules))


def test_an_artifact_that_may_lie_in_either_bucket_is_not_judged() -> None:
    other = resource("Second", "AWS::S3::Bucket", {}, {})
    either = {"Fn::If": ["Open", sub("s3://${Artifacts}/x"), sub("s3://${Second}/x")]}
    body = changed(template(RULE.wrong()["Resources"], other), (*CONTAINER, "ModelDataUrl"), either)
    conditions = {"Open": {"Fn::Equals": [ref("Unset"), "x"]}}
    assert not _is_found(with_sections(body, Conditions=conditions, Parameters={"Unset": {"Type": "String"}}))


@pytest.mark.parametrize("named", [ref("Key"), att("Key", "Arn")])
def test_a_role_that_may_not_encrypt_its_answers_is_found(named: Any) -> None:
    (finding,) = findings_of(RULE, _writing(named))
    assert (finding.found, finding.limit, finding.resource) == ("Key", "kms:GenerateDataKey", "Config")
    assert finding.property == "Properties/AsyncInferenceConfig/OutputConfig/KmsKeyId"
    assert finding.message.endswith("and its answers are to be encrypted with it")
    assert not _is_found(_allowed(_writing(named), "kms:GenerateDataKey*", att("Key", "Arn")))
    assert _is_found(_allowed(_writing(named), "kms:Decrypt", att("Key", "Arn")))


def test_a_serverless_endpoint_has_no_such_answers() -> None:
    output = {"OutputConfig": {"S3OutputPath": "s3://results/", "KmsKeyId": ref("Key")}}
    body = template(serverless(), key())
    assert not _is_found(changed(body, ("Config", "Properties", "AsyncInferenceConfig"), output))


def test_answers_without_a_key_of_the_templates_are_not_looked_at() -> None:
    assert not _is_found(_writing("alias/own"))
    assert not _is_found(template(asynchronous(), key()))
    assert not _is_found(template(real_time(), key()))


def test_a_role_that_is_not_known_is_not_judged() -> None:
    assert not _is_found(changed(RULE.wrong(), ("Model", "Properties", "ExecutionRoleArn"), "arn:aws:iam::1:role/x"))
    assert not _is_found({**RULE.wrong(), "Transform": "Macro"})
    managed = ("ModelRole", "Properties", "ManagedPolicyArns")
    assert not _is_found(changed(RULE.wrong(), managed, ["arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"]))
