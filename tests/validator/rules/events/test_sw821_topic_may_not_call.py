"""SW821."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw821_topic_may_not_call import RULE
from sagewire.validator.samples import Resources, att, ref, resource, template, without
from sagewire.validator.samples.invoking import event_rule, function, permission, topic
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, found_in, only_finding

SNS = "sns.amazonaws.com"


def _of(*more: Resources, **options: Any) -> dict[str, Any]:
    return template(serverless(), function(), without(topic(**options), "TopicPermission"), *more)


def test_a_topic_without_a_permission_is_found() -> None:
    finding = only_finding(RULE, _of())
    assert (finding.found, finding.resource, finding.property) == ("Function", "Subscription", "Properties/Endpoint")


@pytest.mark.parametrize("permitted", [permission(SNS, ref("Other")), permission("iot.amazonaws.com", ref("Topic"))])
def test_a_permission_for_something_else_does_not_help(permitted: Resources) -> None:
    assert only_finding(RULE, _of(permitted, resource("Other", "AWS::SNS::Topic", {}, {}))).found == "Function"


def test_a_subscriber_inside_its_topic_needs_one_as_well() -> None:
    subscribed = [{"Protocol": "lambda", "Endpoint": att("Function", "Arn")}]
    body = _of(Subscription=subscribed)
    assert found_in(body).count("SW821") == 2
    permitted = template(permission(SNS, ref("Topic")))["Resources"]
    assert "SW821" not in found_in({**body, "Resources": {**body["Resources"], **permitted}})


def test_a_topic_of_another_stack_may_be_the_one_that_is_permitted() -> None:
    elsewhere = {"TopicArn": {"Fn::ImportValue": "topic"}}
    assert "SW821" not in found_in(_of(permission(SNS, ref("Topic")), subscription=elsewhere))
    assert "SW821" in found_in(_of(subscription=elsewhere))


def test_other_ways_in_are_other_rules() -> None:
    body = template(serverless(), function(), without(event_rule(), "RulePermission"))
    assert found_in(body) == ["SW809"]


def test_a_subscription_of_a_queue_needs_none() -> None:
    assert "SW821" not in found_in(_of(subscription={"Protocol": "sqs", "Endpoint": "arn:aws:sqs:::x"}))


def test_the_topic_is_named() -> None:
    body = template(serverless(), function(), without(topic(), "TopicPermission"))
    assert only_finding(RULE, body).message == "no permission lets SNS call Function for the topic Topic"


def test_a_permission_on_the_function_does_not_count_for_an_alias() -> None:
    alias = resource("Live", "AWS::Lambda::Alias", {"FunctionName": ref("Function"), "Name": "live"}, {})
    body = _of(alias, permission(SNS, ref("Topic")), subscription={"Endpoint": ref("Live")})
    (finding,) = findings_of(RULE, body)
    assert finding.message == "no permission lets SNS call Function:live for the topic Topic"
