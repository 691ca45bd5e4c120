"""SW861."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw861_fifo_failures_of_function import RULE
from sagewire.validator.samples import Resources, att, ref, resource, sub, template
from sagewire.validator.samples.events import fifo_failures, stream
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import changed, findings_of, found_in, only_finding

ELSEWHERE = {"Fn::ImportValue": "elsewhere"}
CONFIG = ("OnFailure", "Properties", "DestinationConfig")
FIFO_QUEUE = resource("Ordered", "AWS::SQS::Queue", {"FifoQueue": True}, {})


def _of(*more: Resources, **of_function: Any) -> dict[str, Any]:
    return template(serverless(), function(**of_function), event_rule(), *more)


def _topic(flag: Any) -> Resources:
    return resource("Topic", "AWS::SNS::Topic", {"FifoTopic": flag}, {})


def test_a_fifo_queue_is_found() -> None:
    finding = only_finding(RULE, template(serverless(), function(), fifo_failures()))
    assert (finding.found, finding.resource) == ("Failures", "OnFailure")
    assert finding.property == "Properties/DestinationConfig/OnFailure/Destination"
    assert finding.message.startswith("Failures is a FIFO queue; Lambda sends what became of Function's calls")
    assert finding.fix == "Name a standard queue."


@pytest.mark.parametrize("outcome", ["OnFailure", "OnSuccess"])
def test_a_fifo_topic_is_found(outcome: str) -> None:
    body = changed(_of(_topic(flag=True)), CONFIG, {outcome: {"Destination": ref("Topic")}})
    (finding,) = findings_of(RULE, body)
    assert (finding.found, finding.fix) == ("Topic", "Name a standard topic.")
    assert finding.property == f"Properties/DestinationConfig/{outcome}/Destination"


def test_a_dead_letter_queue_of_the_function_is_found() -> None:
    (finding,) = findings_of(RULE, _of(FIFO_QUEUE, DeadLetterConfig={"TargetArn": att("Ordered", "Arn")}))
    assert (finding.resource, finding.property) == ("Function", "Properties/DeadLetterConfig/TargetArn")


@pytest.mark.parametrize("flag", [None, False, ELSEWHERE])
def test_standard_ones_or_those_that_may_be_are_sound(flag: Any) -> None:
    body = changed(_of(_topic(flag)), CONFIG, {"OnFailure": {"Destination": ref("Topic")}})
    assert findings_of(RULE, body) == []
    of_queue = resource("Failures", "AWS::SQS::Queue", {"FifoQueue": flag}, {})
    assert findings_of(RULE, _of(of_queue)) == []


def _either(otherwise: Any) -> dict[str, Any]:
    return {"Fn::If": ["Open", att("Ordered", "Arn"), otherwise]}


@pytest.mark.parametrize("named", [ELSEWHERE, _either(ELSEWHERE), _either(sub("${Ordered.Arn}-later"))])
def test_what_is_not_known_is_not_judged(named: Any) -> None:
    body = changed(_of(FIFO_QUEUE), CONFIG, {"OnFailure": {"Destination": named}})
    assert findings_of(RULE, {**body, "Conditions": {"Open": {"Fn::Equals": [ELSEWHERE, "a"]}}}) == []


def test_other_destinations_are_left_alone() -> None:
    bus = resource("Bus", "AWS::Events::EventBus", {"Name": "failures", "FifoQueue": True}, {})
    body = changed(_of(bus), CONFIG, {"OnFailure": {"Destination": att("Bus", "Arn")}})
    assert findings_of(RULE, body) == []


def test_what_is_given_up_of_a_stream_may_go_to_any_queue() -> None:
    given_up = stream(DestinationConfig={"OnFailure": {"Destination": att("Ordered", "Arn")}})
    assert findings_of(RULE, template(serverless(), function(), given_up, FIFO_QUEUE)) == []


def test_it_need_not_have_to_do_with_inference() -> None:
    assert found_in(template(function(endpoint=None), fifo_failures())) == ["SW861"]
