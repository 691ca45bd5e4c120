"""SW829."""

import pytest

from sagewire.validator.rules.events.sw829_function_of_fifo_topic import RULE
from sagewire.validator.samples import att, template, without
from sagewire.validator.samples.invoking import function, topic
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


@pytest.mark.parametrize("flag", [True, "true"])
def test_a_function_of_a_fifo_topic_is_found(flag: object) -> None:
    finding = only_finding(RULE, template(serverless(), function(), topic(FifoTopic=flag)))
    assert (finding.found, finding.resource, finding.property) == ("Function", "Subscription", "Properties/Endpoint")
    assert "Topic, a FIFO topic" in finding.message


def test_it_need_not_have_to_do_with_inference() -> None:
    assert found_in(template(function(endpoint=None), topic(FifoTopic=True))) == ["SW829"]


def test_a_subscriber_inside_its_topic_is_one_too() -> None:
    inside = topic(FifoTopic=True, Subscription=[{"Protocol": "lambda", "Endpoint": att("Function", "Arn")}])
    assert "SW829" in found_in(template(serverless(), function(), without(inside, "Subscription")))


@pytest.mark.parametrize("flag", [None, False, {"Fn::ImportValue": "ordered"}])
def test_a_standard_topic_or_one_that_is_not_known_is_sound(flag: object) -> None:
    assert found_in(template(serverless(), function(), topic(FifoTopic=flag))) == []


def test_a_queue_of_a_fifo_topic_is_sound() -> None:
    subscribed = {"Protocol": "sqs", "Endpoint": "arn:aws:sqs:us-east-1:111122223333:x.fifo"}
    assert "SW829" not in found_in(template(serverless(), function(), topic(FifoTopic=True, subscription=subscribed)))
