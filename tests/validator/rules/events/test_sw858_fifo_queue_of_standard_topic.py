"""SW858."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw858_fifo_queue_of_standard_topic import RULE
from sagewire.validator.samples import Resources, att, ref, resource, template
from sagewire.validator.samples.events import fifo_queue, topic_to_queue
from sagewire.validator.samples.invoking import dead_letters, function, mapping, queue, topic
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import changed, findings_of, found_in, only_finding

ELSEWHERE = {"Fn::ImportValue": "elsewhere"}
SUBSCRIPTION = ("Subscription", "Properties")


def _of(made: Resources | None = None, **of_topic: Any) -> dict[str, Any]:
    kept = fifo_queue() if made is None else made
    sent = {**topic_to_queue(), **resource("Topic", "AWS::SNS::Topic", of_topic, {})}
    return template(serverless(), function(), kept, mapping(), sent)


def test_a_fifo_queue_of_a_standard_topic_is_found() -> None:
    finding = only_finding(RULE, _of())
    assert (finding.found, finding.resource, finding.property) == ("Requests", "Subscription", "Properties/Endpoint")
    assert finding.message == "Requests is a FIFO queue; SNS refuses to subscribe it to Topic, a standard topic"


@pytest.mark.parametrize(("flag", "count"), [(False, 1), ("false", 1), (True, 0), ("true", 0), (ELSEWHERE, 0)])
def test_the_topic_decides(flag: Any, count: int) -> None:
    assert len(findings_of(RULE, _of(FifoTopic=flag))) == count


@pytest.mark.parametrize("flag", [None, False, ELSEWHERE])
@pytest.mark.parametrize("fifo_topic", [True, False])
def test_a_standard_queue_may_be_subscribed_to_either(flag: Any, *, fifo_topic: bool) -> None:
    assert findings_of(RULE, _of(queue(FifoQueue=flag), FifoTopic=fifo_topic)) == []


def test_a_topic_that_names_its_subscribers_itself_is_found() -> None:
    body = _of(Subscription=[{"Protocol": "sqs", "Endpoint": att("Requests", "Arn")}])
    del body["Resources"]["Subscription"]
    finding = only_finding(RULE, body)
    assert (finding.resource, finding.property) == ("Topic", "Properties/Subscription/0/Endpoint")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("TopicArn", ELSEWHERE),
        ("TopicArn", "arn:aws:sns:us-east-1:111122223333:elsewhere"),
        ("TopicArn", ref("Requests")),
        ("Endpoint", ELSEWHERE),
        ("Endpoint", {"Fn::If": ["Open", att("Requests", "Arn"), ELSEWHERE]}),
        ("Protocol", "https"),
    ],
)
def test_what_is_not_known_is_not_judged(name: str, said: Any) -> None:
    body = {**changed(_of(), (*SUBSCRIPTION, name), said), "Conditions": {"Open": {"Fn::Equals": [ELSEWHERE, "a"]}}}
    assert findings_of(RULE, body) == []


def test_a_dead_letter_queue_is_no_subscriber() -> None:
    kept = dead_letters("TopicDeadLetters", "sns.amazonaws.com", ref("Topic"), FifoQueue=True)
    assert findings_of(RULE, template(serverless(), function(), topic(), kept)) == []


def test_other_senders_are_left_alone() -> None:
    target = {"Id": "Requests", "Arn": att("Requests", "Arn")}
    rule = resource("Rule", "AWS::Events::Rule", {"EventPattern": {"source": ["a"]}, "Targets": [target]}, {})
    assert findings_of(RULE, template(fifo_queue(), rule)) == []


def test_it_need_not_have_to_do_with_inference() -> None:
    assert found_in(template(fifo_queue(), topic_to_queue())) == ["SW858"]
