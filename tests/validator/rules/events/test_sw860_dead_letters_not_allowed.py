"""SW860."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw860_dead_letters_not_allowed import RULE
from sagewire.validator.samples import att, resource, sub, template
from sagewire.validator.samples.events import queue_and_dead_letters
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import changed, findings_of, found_in, only_finding

ELSEWHERE = {"Fn::ImportValue": "elsewhere"}
OTHER = resource("Other", "AWS::SQS::Queue", {}, {})
OWN = {"Fn::Sub": "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:requests"}
ARN = "arn:aws:sqs:us-east-1:111122223333"


def _of(allowed: Any, **changes: Any) -> dict[str, Any]:
    queues = queue_and_dead_letters({"RedriveAllowPolicy": allowed}, **changes)
    return template(serverless(), function(), queues, mapping(), OTHER)


def _by_queue(*sources: Any, **changes: Any) -> dict[str, Any]:
    return _of({"redrivePermission": "byQueue", "sourceQueueArns": list(sources)}, **changes)


def test_a_queue_that_allows_no_source_is_found() -> None:
    finding = only_finding(RULE, _of({"redrivePermission": "denyAll"}))
    assert (finding.found, finding.resource) == ("DeadLetters", "Requests")
    assert finding.property == "Properties/RedrivePolicy/deadLetterTargetArn"
    assert finding.message == (
        "DeadLetters takes dead letters of no queue (denyAll), and Requests names it as its dead-letter queue"
    )


@pytest.mark.parametrize(
    ("sources", "name"),
    [
        ([att("Other", "Arn")], None),
        ([att("Other", "Arn"), att("DeadLetters", "Arn")], "requests"),
        ([f"{ARN}:other"], "requests"),
        ([f"{ARN}:other", att("Other", "Arn")], "requests"),
    ],
)
def test_a_queue_that_allows_others_alone_is_found(sources: list[Any], name: str | None) -> None:
    (finding,) = findings_of(RULE, _by_queue(*sources, QueueName=name))
    assert finding.message.startswith("DeadLetters takes dead letters of other queues (byQueue), and Requests names it")


@pytest.mark.parametrize(
    "allowed",
    [
        None,
        {"redrivePermission": "allowAll"},
        {"redrivePermission": "byQueue"},
        {"redrivePermission": "byQueue", "sourceQueueArns": []},
        {"redrivePermission": "byQueue", "sourceQueueArns": ELSEWHERE},
        {"redrivePermission": "byQueue", "sourceQueueArns": [att("Other", "Arn"), ELSEWHERE]},
        {"redrivePermission": "byQueue", "sourceQueueArns": [att("Other", "Arn"), OWN]},
        {"redrivePermission": "byQueue", "sourceQueueArns": [f"{ARN}:other", f"{ARN}:requests"]},
        {"redrivePermission": "byQueue", "sourceQueueArns": ["other"]},
        {"redrivePermission": ELSEWHERE},
        ELSEWHERE,
    ],
)
def test_a_queue_that_allows_its_source_or_may_do_so_is_sound(allowed: Any) -> None:
    assert found_in(_of(allowed, QueueName="requests")) == []


def test_the_source_itself_is_allowed_by_reference() -> None:
    assert findings_of(RULE, _by_queue(att("Other", "Arn"), att("Requests", "Arn"))) == []


@pytest.mark.parametrize("name", [None, ELSEWHERE])
def test_a_source_whose_name_is_not_known_may_be_named_by_its_arn(name: Any) -> None:
    assert findings_of(RULE, _by_queue(f"{ARN}:other", QueueName=name)) == []


def test_what_others_are_allowed_does_not_matter_where_all_are() -> None:
    allowed = {"redrivePermission": "allowAll", "sourceQueueArns": [att("Other", "Arn")]}
    assert findings_of(RULE, _of(allowed)) == []


def _either(otherwise: Any) -> dict[str, Any]:
    return {"Fn::If": ["Open", att("DeadLetters", "Arn"), otherwise]}


@pytest.mark.parametrize("named", [ELSEWHERE, _either(ELSEWHERE), _either(sub("${DeadLetters.Arn}-later"))])
def test_a_dead_letter_queue_that_is_not_known_is_not_judged(named: Any) -> None:
    body = changed(
        _of({"redrivePermission": "denyAll"}), ("Requests", "Properties", "RedrivePolicy", "deadLetterTargetArn"), named
    )
    assert findings_of(RULE, {**body, "Conditions": {"Open": {"Fn::Equals": [ELSEWHERE, "a"]}}}) == []


def test_each_source_is_told() -> None:
    queues = queue_and_dead_letters({"RedriveAllowPolicy": {"redrivePermission": "denyAll"}})
    body = template(queues, queue("Second", dead_letters="SecondLetters"), queue("Third"), queues)
    assert [finding.resource for finding in findings_of(RULE, body)] == ["Requests", "Third"]
