"""SW843."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw843_key_closed_to_services import RULE
from sagewire.validator.samples import att, ref, resource, sub, template
from sagewire.validator.samples.events import topic_to_queue
from sagewire.validator.samples.invoking import dead_letters, event_rule, function, let_send, mapping, queue
from sagewire.validator.samples.serving import asynchronous, serverless
from tests.validator.judging import findings_of, found_in, only_finding

OF_AWS = "alias/aws/sqs"


def _of(key: Any, *, sent: bool = True) -> dict[str, Any]:
    sender = topic_to_queue() if sent else {}
    own = resource("Key", "AWS::KMS::Key", {}, {})
    return template(serverless(), function(), queue(KmsMasterKeyId=key), mapping(), sender, own)


@pytest.mark.parametrize("key", [OF_AWS, "arn:aws:kms:us-east-1:111122223333:alias/aws/sqs"])
def test_a_queue_whose_sender_may_not_use_its_key_is_found(key: str) -> None:
    finding = only_finding(RULE, _of(key))
    assert (finding.found, finding.resource, finding.property) == (key, "Requests", "Properties/KmsMasterKeyId")
    assert finding.message.startswith("sns.amazonaws.com sends to Requests")


@pytest.mark.parametrize("key", ["alias/own", ref("Function"), {"Fn::ImportValue": "key"}, None])
def test_another_key_or_none_is_sound(key: Any) -> None:
    assert "SW843" not in found_in(_of(key))


def test_who_sends_with_a_role_of_its_own_may_use_it() -> None:
    assert found_in(_of(OF_AWS, sent=False)) == []


def test_a_dead_letter_queue_of_a_rule_is_found() -> None:
    kept = dead_letters("RuleDeadLetters", "events.amazonaws.com", att("Rule", "Arn"), KmsMasterKeyId=OF_AWS)
    finding = only_finding(RULE, template(serverless(), function(), event_rule(), kept))
    assert finding.resource == "RuleDeadLetters"
    assert finding.message.startswith("events.amazonaws.com sends to RuleDeadLetters")


@pytest.mark.parametrize(("name", "ids"), [("Answered", ["SW843"]), ("Failed", ["SW843"]), ("Topic", [])])
def test_a_queue_that_hears_of_an_endpoint_s_answers_is_looked_at_too(name: str, ids: list[str]) -> None:
    told = topic_to_queue()
    told["Subscription"]["Properties"]["TopicArn"] = ref(name)
    let = let_send("Requests", "sns.amazonaws.com", ref(name))
    assert found_in(template(asynchronous(), queue(KmsMasterKeyId=OF_AWS), told, let)) == ids


def test_queues_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    body = template(function(endpoint=None), queue(KmsMasterKeyId=OF_AWS), mapping(), topic_to_queue())
    assert found_in(body) == []


ENCRYPT = ["kms:GenerateDataKey*", "kms:Decrypt"]
ACCOUNT = {"AWS": sub("arn:aws:iam::${AWS::AccountId}:root")}
OTHERS = [
    ACCOUNT,
    {"AWS": ref("AWS::AccountId")},
    {"AWS": ["111122223333", att("FunctionRole", "Arn"), "arn:aws:iam::111122223333:user/x"]},
    {"Service": "s3.amazonaws.com"},
    {"Service": ["s3.amazonaws.com", "events.amazonaws.com"]},
    {"Federated": "x"},
]
SNS = [
    {"Service": "sns.amazonaws.com"},
    {"Service": ["s3.amazonaws.com", "sns.amazonaws.com"]},
    {"Service": {"Fn::ImportValue": "service"}},
    {"Service": "sns.amazonaws.com", "AWS": ref("AWS::AccountId")},
    {"AWS": "*"},
    {"AWS": {"Fn::ImportValue": "x"}},
    {"Other": "x"},
    "*",
    {"Fn::ImportValue": "x"},
]


def _own(*statements: Any, **key: Any) -> dict[str, Any]:
    said = {"KeyPolicy": {"Statement": list(statements)}, **key}
    return template(_of(ref("Key"))["Resources"], resource("Key", "AWS::KMS::Key", said, {}))


def _let(principal: Any, action: Any = ENCRYPT, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*", **more}


def _is_found(body: dict[str, Any]) -> bool:
    return [finding.rule for finding in findings_of(RULE, body)] == ["SW843"]


def test_a_key_of_ones_own_that_lets_its_account_alone_is_found() -> None:
    (finding,) = findings_of(RULE, _own(_let(ACCOUNT, "kms:*")))
    assert (finding.found, finding.resource, finding.property) == ("Key", "Requests", "Properties/KmsMasterKeyId")
    assert finding.message == "sns.amazonaws.com sends to Requests, and may not use its key Key"
    assert finding.fix.endswith("or give Key a policy that lets sns.amazonaws.com use it.")
    assert _is_found(_of(ref("Key")))


@pytest.mark.parametrize("principal", OTHERS)
def test_a_key_that_lets_others_is_found(principal: Any) -> None:
    assert _is_found(_own(_let(principal)))


@pytest.mark.parametrize("principal", SNS)
def test_a_key_that_may_let_the_sender_is_sound(principal: Any) -> None:
    assert not _is_found(_own(_let(ACCOUNT, "kms:*"), _let(principal)))
    assert not _is_found(_own(_let(principal, "kms:*", Condition={"ArnLike": {"aws:SourceArn": "x"}})))
    assert _is_found(_own(_let(principal, "kms:Decrypt")))
    assert _is_found(_own(_let(principal, Effect="Deny")))


def test_a_policy_of_a_key_that_is_not_known_may_let_it() -> None:
    assert not _is_found(_own(_let(ACCOUNT), {"Fn::ImportValue": "statement"}))
    assert not _is_found({**_own(_let(ACCOUNT)), "Transform": "Macro"})
    exported = {"Key": {"Value": ref("Key"), "Export": {"Name": "key"}}}
    assert not _is_found({**_own(_let(ACCOUNT)), "Outputs": exported})


def test_each_sender_must_be_let() -> None:
    rule = event_rule(target={"Arn": att("Requests", "Arn")})
    body = template(_own(_let({"Service": "events.amazonaws.com"}))["Resources"], rule)
    assert [finding.message[:17] for finding in findings_of(RULE, body)] == ["sns.amazonaws.com"]
    body = template(_own()["Resources"], rule)
    (finding,) = findings_of(RULE, body)
    assert sorted(finding.message.partition(" sends")[0].split(" and ")) == [
        "events.amazonaws.com",
        "sns.amazonaws.com",
    ]
