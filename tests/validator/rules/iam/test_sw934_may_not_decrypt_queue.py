"""SW934."""

from collections.abc import Mapping
from typing import Any

import pytest

from sagewire.validator.rules.iam.sw934_may_not_decrypt_queue import RULE
from sagewire.validator.samples import Resources, att, ref, resource, sub, template
from sagewire.validator.samples.invoking import function, grant, mapping, queue
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import changed, findings_of, only_finding, with_sections

KEY = "AWS::KMS::Key"
ROOT = {"AWS": sub("arn:aws:iam::${AWS::AccountId}:root")}
ALL = {"Effect": "Allow", "Principal": ROOT, "Action": "kms:*", "Resource": "*"}
DECRYPT = "kms:Decrypt"
ARN = att("Key", "Arn")


def _of(*more: Resources, named: Any = ARN, policy: Any = (ALL,), asking: Resources | None = None) -> dict[str, Any]:
    key = resource("Key", KEY, {"KeyPolicy": {"Statement": list(policy)}}, {})
    encrypted = queue(KmsMasterKeyId=named)
    return template(serverless(), asking or function(), encrypted, mapping(), key, *more)


def _is_found(body: Mapping[str, Any]) -> bool:
    return [finding.rule for finding in findings_of(RULE, body)] == ["SW934"]


def test_a_role_that_may_not_decrypt_is_found() -> None:
    finding = only_finding(RULE, _of())
    assert (finding.found, finding.resource, finding.property) == ("Requests", "Mapping", "Properties/EventSourceArn")
    assert finding.fix == "Allow FunctionRole kms:Decrypt on Key."


def test_a_key_by_its_id_or_an_alias_is_looked_at() -> None:
    alias = resource("Alias", "AWS::KMS::Alias", {"AliasName": "alias/x", "TargetKeyId": ref("Key")}, {})
    assert _is_found(_of(named=ref("Key")))
    assert _is_found(_of(alias, named=ref("Alias")))


@pytest.mark.parametrize(
    "named", [None, "alias/aws/sqs", "alias/own", {"Fn::ImportValue": "key"}, ref("Function"), ref("Unset")]
)
def test_another_key_is_not(named: Any) -> None:
    assert not _is_found(with_sections(_of(named=named), Parameters={"Unset": {"Type": "String"}}))


@pytest.mark.parametrize("action", [DECRYPT, "kms:*", "*", "kms:De*"])
def test_a_grant_is_enough(action: str) -> None:
    assert not _is_found(_of(grant("MayDecrypt", action, att("Key", "Arn"))))
    assert not _is_found(_of(grant("MayDecrypt", action, "*")))


def test_another_grant_does_not_help() -> None:
    second = resource("Second", KEY, {}, {})
    assert _is_found(_of(grant("MayEncrypt", "kms:GenerateDataKey", att("Key", "Arn"))))
    assert _is_found(_of(second, grant("MayDecrypt", DECRYPT, att("Second", "Arn"))))


@pytest.mark.parametrize(
    "principal",
    [
        ROOT,
        {"AWS": "arn:aws:iam::111122223333:root"},
        {"AWS": "111122223333"},
        {"AWS": ref("AWS::AccountId")},
        {"AWS": [ref("AWS::AccountId"), att("Other", "Arn")]},
        {"AWS": att("Other", "Arn")},
        {"Service": "sqs.amazonaws.com"},
        {"Service": ["sqs.amazonaws.com"], "AWS": ref("AWS::AccountId")},
    ],
)
def test_a_key_that_names_others_does_not_help(principal: Any) -> None:
    other = resource("Other", "AWS::IAM::Role", {}, {})
    assert _is_found(_of(other, policy=[ALL, {**ALL, "Principal": principal}]))


@pytest.mark.parametrize(
    "principal",
    [
        "*",
        {"AWS": "*"},
        {"AWS": att("FunctionRole", "Arn")},
        {"AWS": [att("Other", "Arn"), att("FunctionRole", "Arn")]},
        {"AWS": "arn:aws:iam::111122223333:role/x"},
        {"AWS": {"Fn::ImportValue": "role"}},
        {"AWS": [ref("AWS::AccountId"), {"Fn::ImportValue": "role"}]},
        {"Fn::ImportValue": "who"},
        {"Other": "x"},
        {},
    ],
)
def test_a_key_that_may_name_the_role_is_enough(principal: Any) -> None:
    other = resource("Other", "AWS::IAM::Role", {}, {})
    assert not _is_found(_of(other, policy=[ALL, {**ALL, "Principal": principal, "Action": DECRYPT}]))
    assert _is_found(_of(other, policy=[ALL, {**ALL, "Principal": principal, "Action": "kms:Encrypt"}]))


def test_a_key_without_a_policy_leaves_it_to_the_account() -> None:
    assert _is_found(changed(_of(), ("Key", "Properties", "KeyPolicy"), None))


@pytest.mark.parametrize("said", [{"Fn::ImportValue": "policy"}, {"Statement": [{"Fn::ImportValue": "x"}, ALL]}])
def test_a_policy_that_is_not_known_may_let_it(said: Any) -> None:
    assert not _is_found(changed(_of(), ("Key", "Properties", "KeyPolicy"), said))


def test_a_key_that_is_told_to_others_may_let_it() -> None:
    exported = {"Key": {"Value": ref("Key"), "Export": {"Name": "key"}}}
    assert not _is_found(with_sections(_of(), Outputs=exported))


def test_what_is_not_all_known_is_not_judged() -> None:
    managed = ("FunctionRole", "Properties", "ManagedPolicyArns")
    assert not _is_found(changed(_of(), managed, [{"Fn::ImportValue": "policy"}]))
    assert not _is_found({**_of(), "Transform": "Macro"})
    either = {"Fn::If": ["Open", att("Requests", "Arn"), {"Fn::ImportValue": "queue"}]}
    body = changed(_of(), ("Mapping", "Properties", "EventSourceArn"), either)
    conditions = {"Open": {"Fn::Equals": [ref("Unset"), "x"]}}
    assert not _is_found(with_sections(body, Conditions=conditions, Parameters={"Unset": {"Type": "String"}}))


def test_a_role_of_another_stack_is_not_judged() -> None:
    assert not _is_found(changed(_of(), ("Function", "Properties", "Role"), "arn:aws:iam::111122223333:role/x"))


def test_a_function_that_is_no_part_of_inference_is_not_looked_at() -> None:
    assert not _is_found(_of(asking=function(endpoint=None)))
