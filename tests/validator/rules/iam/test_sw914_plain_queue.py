"""SW914."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw914_plain_queue import RULE
from sagewire.validator.samples import att, sub, template
from sagewire.validator.samples.events import queue_and_dead_letters, schedule
from sagewire.validator.samples.invoking import event_rule, function, mapping, queue, topic
from sagewire.validator.samples.rollouts import approvals
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, only_finding

PLAIN: dict[str, Any] = {"SqsManagedSseEnabled": False}


def reading(**changes: Any) -> dict[str, Any]:
    return template(serverless(), function(), queue(**changes), mapping())


def test_a_plain_queue_is_found() -> None:
    assert only_finding(RULE, reading(**PLAIN)).property == "Properties/SqsManagedSseEnabled"


def test_its_plain_dead_letters_are_found() -> None:
    body = template(serverless(), function(), queue_and_dead_letters(PLAIN), mapping())
    assert only_finding(RULE, body).resource == "DeadLetters"


@pytest.mark.parametrize("flag", [True, "true", None, {"Ref": "Unset"}])
def test_a_queue_that_sqs_encrypts_is_left_alone(flag: Any) -> None:
    assert not findings_of(RULE, reading(SqsManagedSseEnabled=flag))


@pytest.mark.parametrize("key", ["alias/aws/sqs", {"Ref": "Unset"}])
def test_a_queue_with_a_key_is_left_alone(key: Any) -> None:
    assert not findings_of(RULE, reading(**PLAIN, KmsMasterKeyId=key))


def test_queues_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert not findings_of(RULE, template(serverless(), function(), queue(**PLAIN)))


@pytest.mark.parametrize(
    ("part", "kept"),
    [
        (event_rule(), "RuleDeadLetters"),
        (event_rule(), "Failures"),
        (event_rule(EventPattern=None, ScheduleExpression="rate(1 hour)"), "RuleDeadLetters"),
        (topic(), "TopicDeadLetters"),
        (schedule(), "ScheduleDeadLetters"),
    ],
)
def test_plain_dead_letters_of_what_calls_and_of_the_function_are_found(part: dict[str, Any], kept: str) -> None:
    body = template(serverless(), function(), part)
    body["Resources"][kept]["Properties"] |= PLAIN
    (finding,) = findings_of(RULE, body)
    assert finding.resource == kept
    assert finding.message.endswith(f"what is sent to {kept} lies there as it came")


def test_plain_dead_letters_of_the_function_itself_are_found() -> None:
    own = function(DeadLetterConfig={"TargetArn": att("Failures", "Arn")})
    kept = {"Failures": {"Type": "AWS::SQS::Queue", "Properties": PLAIN}}
    (finding,) = findings_of(RULE, template(serverless(), own, kept))
    assert finding.resource == "Failures"


def test_plain_dead_letters_of_a_rule_that_hears_sagemaker_are_found_whatever_it_starts() -> None:
    body = template(approvals())
    pipeline = sub("arn:aws:codepipeline:${AWS::Region}:${AWS::AccountId}:deploy")
    body["Resources"]["Rule"]["Properties"]["Targets"][0]["Arn"] = pipeline
    body["Resources"]["RuleDeadLetters"]["Properties"] |= PLAIN
    assert [finding.resource for finding in findings_of(RULE, body)] == ["RuleDeadLetters"]


def test_dead_letters_of_other_rules_are_left_alone() -> None:
    body = template(serverless(), function(endpoint=None), event_rule())
    body["Resources"]["RuleDeadLetters"]["Properties"] |= PLAIN
    assert not findings_of(RULE, body)
