"""SW814."""

from sagewire.validator.rules.events.sw814_subscription_without_dead_letters import RULE
from sagewire.validator.samples import Resources, att, ref, template, without
from sagewire.validator.samples.invoking import event_rule, function, topic
from sagewire.validator.samples.serving import asynchronous, serverless
from tests.validator.judging import found_in, only_finding

LOSING = {"RedrivePolicy": None}


def test_a_subscription_whose_messages_may_be_lost_is_found() -> None:
    finding = only_finding(RULE, template(serverless(), function(), topic(subscription=LOSING)))
    assert (finding.found, finding.resource, finding.property) == (
        "Function",
        "Subscription",
        "Properties/RedrivePolicy",
    )


def _inside() -> Resources:
    """A topic that names its subscriber itself."""
    subscribed = [{"Protocol": "lambda", "Endpoint": att("Function", "Arn")}]
    return without(topic(Subscription=subscribed), "Subscription", "TopicDeadLetters", "TopicDeadLettersPolicy")


def test_a_subscriber_inside_its_topic_can_have_no_dead_letter_queue() -> None:
    finding = only_finding(RULE, template(serverless(), function(), _inside()))
    assert (finding.resource, finding.property) == ("Topic", "Properties/Subscription/0/Endpoint")


def test_who_hears_the_answers_of_an_asynchronous_endpoint_is_part_of_inference() -> None:
    hearing = topic(subscription={**LOSING, "TopicArn": ref("Answered")})
    body = template(asynchronous(), function(endpoint=None), hearing)
    assert "SW814" in found_in(body)


def test_functions_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert found_in(template(function(endpoint=None), topic(subscription=LOSING))) == []


def test_other_ways_in_have_no_such_policy() -> None:
    assert found_in(template(serverless(), function(), event_rule())) == []


def test_a_policy_that_is_not_known_may_be_one() -> None:
    body = template(serverless(), function(), topic(subscription={"RedrivePolicy": {"Fn::ImportValue": "policy"}}))
    assert found_in(body) == []
