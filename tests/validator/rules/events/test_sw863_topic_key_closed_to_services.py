"""Topics whose key alarms and rules may not use."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw863_topic_key_closed_to_services import RULE
from sagewire.validator.samples import att, ref, resource, sub, template
from sagewire.validator.samples.scaling import alarm
from sagewire.validator.samples.serving import real_time
from tests.validator.judging import findings_of, only_finding

ANY = {"Parameters": {"Any": {"Type": "String"}}}
OWNER = {"Effect": "Allow", "Principal": {"AWS": sub("arn:aws:iam::${AWS::AccountId}:root")}, "Action": "kms:*"}
ALARMS, EVENTS = "cloudwatch.amazonaws.com", "events.amazonaws.com"


def told(key: Any, *parts: Any) -> dict[str, Any]:
    watching = alarm("Invocation5XXErrors", calls="Told", Statistic="Sum", Threshold=5)
    topic = resource("Told", "AWS::SNS::Topic", {"KmsMasterKeyId": key}, {})
    return template(real_time(), watching, topic, *parts, **ANY)


def key(*statements: Any, policy: Any = None) -> dict[str, Any]:
    document = {"Statement": list(statements)} if policy is None else policy
    return resource("Key", "AWS::KMS::Key", {"EnableKeyRotation": True, "KeyPolicy": document}, {})


def lets(principal: Any, **changes: Any) -> dict[str, Any]:
    actions = ["kms:Decrypt", "kms:GenerateDataKey*"]
    return {"Effect": "Allow", "Principal": principal, "Action": actions, "Resource": "*", **changes}


def closed(body: dict[str, Any]) -> list[str]:
    return [finding.message for finding in findings_of(RULE, body)]


@pytest.mark.parametrize(
    "named",
    [
        "alias/aws/sns",
        "arn:aws:kms:eu-west-1:123456789012:alias/aws/sns",
        sub("arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:alias/aws/sns"),
    ],
)
def test_the_key_of_aws_is_for_nobody_else(named: Any) -> None:
    (finding,) = findings_of(RULE, told(named))
    assert (finding.resource, finding.property) == ("Told", "Properties/KmsMasterKeyId")
    assert finding.fix == (
        "Take a key of your own whose policy lets cloudwatch.amazonaws.com use kms:Decrypt and kms:GenerateDataKey*."
    )


def test_it_is_said_who_is_shut_out() -> None:
    assert only_finding(RULE, told("alias/aws/sns")).message == (
        "Alarm publishes to Told by cloudwatch.amazonaws.com, which may not use its key alias/aws/sns:"
        " nothing is delivered"
    )


@pytest.mark.parametrize(
    "named", ["alias/told", "alias/aws/sqs", {"Ref": "Any"}, "0a1b2c3d", {"Fn::ImportValue": "key"}]
)
def test_of_another_key_nothing_is_known(named: Any) -> None:
    assert closed(told(named)) == []


@pytest.mark.parametrize("named", [ref("Key"), att("Key", "Arn"), att("Key", "KeyId")])
def test_a_key_of_ones_own_must_let_it(named: Any) -> None:
    (finding,) = findings_of(RULE, told(named, key(OWNER)))
    assert "may not use its key Key" in finding.message
    assert finding.fix == (
        "Add to the KeyPolicy of Key a statement that lets cloudwatch.amazonaws.com use kms:Decrypt"
        " and kms:GenerateDataKey*."
    )
    assert closed(told(named, key(OWNER, lets({"Service": ALARMS})))) == []


def test_a_key_that_says_nothing_is_for_its_account() -> None:
    made = resource("Key", "AWS::KMS::Key", {}, {})
    assert len(closed(told(ref("Key"), made))) == 1


@pytest.mark.parametrize(
    "principal",
    [
        {"Service": EVENTS},
        {"Service": ["s3.amazonaws.com", EVENTS]},
        {"AWS": "123456789012"},
        {"AWS": ["arn:aws:iam::123456789012:root", "arn:aws:iam::123456789012:role/ops"]},
        {"Service": EVENTS, "AWS": "arn:aws:iam::123456789012:role/ops"},
    ],
)
def test_it_lets_others_alone(principal: Any) -> None:
    assert len(closed(told(ref("Key"), key(OWNER, lets(principal))))) == 1


@pytest.mark.parametrize(
    "principal",
    [
        "*",
        {"AWS": "*"},
        {"AWS": ["arn:aws:iam::123456789012:root", "*"]},
        {"Service": [EVENTS, ALARMS]},
        {"Service": {"Ref": "Any"}},
        {"AWS": {"Ref": "Any"}},
        {"Ref": "Any"},
    ],
)
def test_it_may_let_it(principal: Any) -> None:
    assert closed(told(ref("Key"), key(OWNER, lets(principal)))) == []


@pytest.mark.parametrize(
    "changes", [{"Effect": "Deny"}, {"Action": "kms:Decrypt"}, {"Action": ["kms:Describe*", "kms:Encrypt"]}]
)
def test_it_lets_it_do_something_else(changes: dict[str, Any]) -> None:
    assert len(closed(told(ref("Key"), key(OWNER, lets({"Service": ALARMS}, **changes))))) == 1


@pytest.mark.parametrize("action", ["kms:*", "kms:GenerateDataKey", ["kms:Decrypt", "kms:Generate*"], {"Ref": "Any"}])
def test_the_action_may_be_said_otherwise(action: Any) -> None:
    assert closed(told(ref("Key"), key(OWNER, lets({"Service": ALARMS}, Action=action)))) == []


@pytest.mark.parametrize(
    "policy", [{"Ref": "Any"}, {"Statement": {"Ref": "Any"}}, {"Statement": [OWNER, {"Ref": "Any"}]}]
)
def test_a_policy_that_is_not_known_may_let_it(policy: Any) -> None:
    assert closed(told(ref("Key"), key(policy=policy))) == []


def test_a_macro_or_others_may_let_it() -> None:
    body = told(ref("Key"), key(OWNER))
    assert closed({**body, "Transform": "Own"}) == []
    assert closed({**body, "Outputs": {"Key": {"Value": ref("Key"), "Export": {"Name": "key"}}}}) == []


def test_rules_use_it_too() -> None:
    pattern = {"source": ["aws.sagemaker"], "detail-type": ["SageMaker Endpoint State Change"]}
    properties = {"EventPattern": pattern, "Targets": [{"Id": "Told", "Arn": ref("Told")}]}
    rule = resource("Telling", "AWS::Events::Rule", properties, {})
    (message,) = closed(told(ref("Key"), rule, key(OWNER, lets({"Service": ALARMS}))))
    assert message.startswith("Telling publishes to Told by events.amazonaws.com")
    assert len(closed(told(ref("Key"), rule, key(OWNER)))) == 2


def test_a_topic_that_no_alarm_tells_is_not_looked_at() -> None:
    topic = resource("Told", "AWS::SNS::Topic", {"KmsMasterKeyId": "alias/aws/sns"}, {})
    assert closed(template(real_time(), topic)) == []
