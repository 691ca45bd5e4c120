"""SW843."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw843_key_closed_to_services import RULE
from sagewire.validator.samples import att, ref, resource, template
from sagewire.validator.samples.events import topic_to_queue
from sagewire.validator.samples.invoking import dead_letters, event_rule, function, mapping, queue
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding

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


@pytest.mark.parametrize("key", ["alias/own", ref("Key"), {"Fn::ImportValue": "key"}, None])
def test_another_key_or_none_is_sound(key: Any) -> None:
    assert "SW843" not in found_in(_of(key))


def test_who_sends_with_a_role_of_its_own_may_use_it() -> None:
    assert found_in(_of(OF_AWS, sent=False)) == []


def test_a_dead_letter_queue_of_a_rule_is_found() -> None:
    kept = dead_letters("RuleDeadLetters", "events.amazonaws.com", att("Rule", "Arn"), KmsMasterKeyId=OF_AWS)
    finding = only_finding(RULE, template(serverless(), function(), event_rule(), kept))
    assert finding.resource == "RuleDeadLetters"
    assert finding.message.startswith("events.amazonaws.com sends to RuleDeadLetters")


def test_queues_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    body = template(function(endpoint=None), queue(KmsMasterKeyId=OF_AWS), mapping(), topic_to_queue())
    assert found_in(body) == []
