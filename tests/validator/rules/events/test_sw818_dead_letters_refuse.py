"""SW818."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw818_dead_letters_refuse import RULE
from sagewire.validator.samples import Resources, att, ref, resource, sub, template, without
from sagewire.validator.samples.events import topic_to_queue
from sagewire.validator.samples.invoking import event_rule, function, let_send, mapping, queue, topic
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding

POLICY = "RuleDeadLettersPolicy"


def _of(*more: Resources, **sections: Any) -> dict[str, Any]:
    return template(serverless(), function(), without(event_rule(), POLICY), *more, **sections)


def _letting(**changes: Any) -> Resources:
    """The policy of the queue, and what is otherwise of its statement."""
    policy = let_send("RuleDeadLetters", "events.amazonaws.com", att("Rule", "Arn"))
    (statement,) = policy[POLICY]["Properties"]["PolicyDocument"]["Statement"]
    statement |= changes
    return policy


def test_a_queue_of_a_rule_without_a_policy_is_found() -> None:
    finding = only_finding(RULE, _of())
    assert (finding.found, finding.resource) == ("RuleDeadLetters", "Rule")
    assert finding.property == "Properties/Targets/0/DeadLetterConfig/Arn"
    assert "events.amazonaws.com" in finding.message


def test_a_queue_of_a_subscription_without_a_policy_is_found() -> None:
    body = template(serverless(), function(), without(topic(), "TopicDeadLettersPolicy"))
    finding = only_finding(RULE, body)
    assert (finding.found, finding.resource) == ("TopicDeadLetters", "Subscription")
    assert "sns.amazonaws.com" in finding.message


@pytest.mark.parametrize(
    "statement",
    [
        {"Principal": {"Service": "sns.amazonaws.com"}},
        {"Principal": {"AWS": "arn:aws:iam::111122223333:root"}},
        {"Action": "sqs:ReceiveMessage"},
        {"Effect": "Deny"},
        {"Condition": {"ArnEquals": {"aws:SourceArn": att("Other", "Arn")}}},
        {"Resource": att("Failures", "Arn")},
    ],
)
def test_a_policy_for_something_else_does_not_help(statement: dict[str, Any]) -> None:
    other = resource("Other", "AWS::Events::Rule", {}, {})
    assert only_finding(RULE, _of(_letting(**statement), other)).found == "RuleDeadLetters"


@pytest.mark.parametrize(
    "statement",
    [
        {},
        {"Principal": "*"},
        {"Principal": {"AWS": "*"}},
        {"Principal": {"Service": ["sns.amazonaws.com", "events.amazonaws.com"]}},
        {"Principal": {"Fn::ImportValue": "principal"}},
        {"Principal": {"Service": {"Fn::ImportValue": "service"}}},
        {"Action": ["sqs:GetQueueUrl", "SQS:Send*"]},
        {"Condition": {"ArnLike": {"aws:SourceArn": sub("arn:aws:events:*:${AWS::AccountId}:rule/*")}}},
        {"Condition": {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}}},
        {"Resource": "*"},
    ],
)
def test_a_policy_that_may_let_it_is_enough(statement: dict[str, Any]) -> None:
    assert "SW818" not in found_in(_of(_letting(**statement)))


def test_one_statement_among_others_is_enough() -> None:
    policy = _letting()
    statements = policy[POLICY]["Properties"]["PolicyDocument"]["Statement"]
    statements.insert(0, {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*"})
    assert "SW818" not in found_in(_of(policy))


def test_all_but_some_principals_may_be_the_service() -> None:
    policy = _letting(NotPrincipal={"AWS": "arn:aws:iam::111122223333:root"})
    del policy[POLICY]["Properties"]["PolicyDocument"]["Statement"][0]["Principal"]
    assert "SW818" not in found_in(_of(policy))


def test_a_policy_of_a_queue_that_is_not_known_may_be_for_this_one() -> None:
    policy = _letting()
    policy[POLICY]["Properties"]["Queues"] = [{"Fn::ImportValue": "queue"}]
    assert "SW818" not in found_in(_of(policy))


def test_a_policy_of_another_queue_is_not() -> None:
    assert only_finding(RULE, _of(let_send("Failures", "events.amazonaws.com", att("Rule", "Arn")))).resource == "Rule"


def test_a_policy_of_one_queue_alone_counts_too() -> None:
    document = _letting()[POLICY]["Properties"]["PolicyDocument"]
    inline = {"Queue": ref("RuleDeadLetters"), "PolicyDocument": document}
    assert "SW818" not in found_in(_of(resource("Inline", "AWS::SQS::QueueInlinePolicy", inline, {})))


def test_statements_that_are_not_known_may_let_it() -> None:
    policy = _letting()
    policy[POLICY]["Properties"]["PolicyDocument"] = {"Fn::ImportValue": "document"}
    assert "SW818" not in found_in(_of(policy))


def test_a_queue_that_code_of_the_stack_is_given_is_not_judged() -> None:
    custom = resource("Opens", "Custom::QueuePolicy", {"ServiceToken": "arn", "Queue": ref("RuleDeadLetters")}, {})
    assert "SW818" not in found_in(_of(custom))


def test_a_queue_that_is_sent_what_could_be_delivered_is_another_rule() -> None:
    sent = without(topic_to_queue(), "RequestsPolicy")
    assert found_in(template(serverless(), function(), queue(), mapping(), sent)) == ["SW840"]


def test_a_queue_of_another_stack_is_not_judged() -> None:
    target = {"DeadLetterConfig": {"Arn": "arn:aws:sqs:us-east-1:111122223333:elsewhere"}}
    assert "SW818" not in found_in(template(serverless(), function(), event_rule(target=target)))


def test_a_template_that_a_macro_adds_to_is_not_judged() -> None:
    assert "SW818" not in found_in(_of(Transform="AcmeMacro"))
