"""Topics that refuse what alarms and rules publish."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw864_topic_refuses_its_sender import RULE
from sagewire.validator.samples import att, ref, resource, sub, template
from sagewire.validator.samples.invoking import event_rule, function, mapping, queue
from sagewire.validator.samples.rollouts import blue_green, errors, rolled_out
from sagewire.validator.samples.scaling import alarm, listed
from sagewire.validator.samples.serving import real_time, serverless
from tests.validator.judging import findings_of, only_finding

ANY = {"Parameters": {"Any": {"Type": "String"}}}
EVENTS, CLOUDWATCH = {"Service": "events.amazonaws.com"}, {"Service": "cloudwatch.amazonaws.com"}
TOPIC = resource("Told", "AWS::SNS::Topic", {}, {})


def statement(principal: Any, **changes: Any) -> dict[str, Any]:
    allowed = {"Effect": "Allow", "Principal": principal, "Action": "sns:Publish", "Resource": ref("Told")}
    return {**allowed, **changes}


def policy(*statements: Any, id: str = "ToldPolicy", topics: Any = None) -> dict[str, Any]:
    named = {"Topics": [ref("Told")] if topics is None else topics}
    return resource(id, "AWS::SNS::TopicPolicy", {**named, "PolicyDocument": {"Statement": list(statements)}}, {})


def watching(**changes: Any) -> dict[str, Any]:
    return alarm("Invocation5XXErrors", calls="Told", **{"Statistic": "Sum", "Threshold": 5, **changes})


def alarmed(*parts: Any, **changes: Any) -> dict[str, Any]:
    return template(real_time(), watching(**changes), TOPIC, *parts, **ANY)


def telling(*targets: Any, **changes: Any) -> dict[str, Any]:
    """The rule that SageMaker's events go by to the topic."""
    pattern = {"source": ["aws.sagemaker"], "detail-type": ["SageMaker Endpoint State Change"]}
    properties = {"EventPattern": pattern, "Targets": list(targets or [{"Id": "Told", "Arn": ref("Told")}])}
    return resource("Telling", "AWS::Events::Rule", properties, changes)


def refused(body: dict[str, Any]) -> list[str]:
    return [f"{finding.resource} {finding.property}" for finding in findings_of(RULE, body)]


def test_a_policy_that_lets_another_service_refuses_alarms() -> None:
    finding = only_finding(RULE, alarmed(policy(statement(EVENTS))))
    assert (finding.resource, finding.property, finding.found) == ("Alarm", "Properties/AlarmActions/0", "Told")
    assert finding.message == (
        "Alarm publishes to Told by cloudwatch.amazonaws.com, and no policy of Told lets it: nothing is delivered"
    )


def test_a_topic_without_a_policy_takes_alarms() -> None:
    assert refused(alarmed()) == []


def test_a_topic_without_a_policy_refuses_rules() -> None:
    (finding,) = findings_of(RULE, template(telling(), TOPIC))
    assert (finding.resource, finding.property) == ("Telling", "Properties/Targets/0/Arn")
    assert finding.fix == (
        "Add to an AWS::SNS::TopicPolicy of Told a statement that allows events.amazonaws.com sns:Publish."
    )


@pytest.mark.parametrize("service", ["events", "cloudwatch"])
def test_a_policy_lets_whom_it_names(service: str) -> None:
    let = policy(statement({"Service": f"{service}.amazonaws.com"}))
    assert refused(template(telling(), TOPIC, let)) == (
        [] if service == "events" else ["Telling Properties/Targets/0/Arn"]
    )
    assert refused(alarmed(let)) == ([] if service == "cloudwatch" else ["Alarm Properties/AlarmActions/0"])


@pytest.mark.parametrize(
    "principal",
    [
        "*",
        {"AWS": "*"},
        {"AWS": sub("arn:aws:iam::${AWS::AccountId}:root")},
        {"AWS": ref("AWS::AccountId")},
        {"AWS": ["arn:aws:iam::123456789012:role/ops", "123456789012"]},
        {"Service": ["events.amazonaws.com", "cloudwatch.amazonaws.com"]},
        {"Service": ["events.amazonaws.com", {"Ref": "Any"}]},
        {"Service": {"Ref": "Any"}},
        {"Ref": "Any"},
        None,
    ],
)
def test_who_may_be_meant_may_publish(principal: Any) -> None:
    assert refused(alarmed(policy(statement(principal)))) == []


@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": "arn:aws:iam::123456789012:role/ops"},
        {"AWS": ["arn:aws:iam::123456789012:user/ops", att("FunctionRole", "Arn")]},
        {"AWS": "arn:aws:sts::123456789012:assumed-role/ops/session"},
        {"Service": "s3.amazonaws.com", "AWS": "arn:aws-cn:iam::123456789012:role/ops"},
        {"Service": ["events.amazonaws.com", "s3.amazonaws.com"]},
    ],
)
def test_somebody_else_is_no_service(principal: Any) -> None:
    assert len(refused(alarmed(function(), policy(statement(principal))))) == 1


@pytest.mark.parametrize("changes", [{"Effect": "Deny"}, {"Action": "sns:Subscribe"}, {"Resource": ref("Other")}])
def test_a_statement_that_lets_something_else_does_not_count(changes: dict[str, Any]) -> None:
    other = resource("Other", "AWS::SNS::Topic", {}, {})
    assert len(refused(alarmed(other, policy(statement(CLOUDWATCH, **changes))))) == 1


@pytest.mark.parametrize("action", ["sns:*", "SNS:Publish", ["sns:Subscribe", "sns:Pub*"], {"Ref": "Any"}])
def test_an_action_may_be_said_otherwise(action: Any) -> None:
    assert refused(alarmed(policy(statement(CLOUDWATCH, Action=action)))) == []


def test_one_statement_of_several_is_enough() -> None:
    assert refused(alarmed(policy(statement(EVENTS), statement(CLOUDWATCH)))) == []


def test_one_policy_of_several_is_enough() -> None:
    assert refused(alarmed(policy(statement(EVENTS)), policy(statement(CLOUDWATCH), id="Another"))) == []


def test_a_statement_that_is_not_known_may_let_it() -> None:
    assert refused(alarmed(policy(statement(EVENTS), {"Ref": "Any"}))) == []


def test_a_policy_of_one_topic_alone_counts_too() -> None:
    document = {"Statement": [statement(EVENTS)]}
    inline = resource(
        "Inline", "AWS::SNS::TopicInlinePolicy", {"TopicArn": ref("Told"), "PolicyDocument": document}, {}
    )
    assert len(refused(alarmed(inline))) == 1


def test_a_policy_of_another_topic_does_not_count() -> None:
    other = resource("Other", "AWS::SNS::Topic", {}, {})
    assert refused(alarmed(other, policy(statement(EVENTS), topics=[ref("Other")]))) == []


@pytest.mark.parametrize("topics", [[{"Ref": "Any"}], ["arn:aws:sns:eu-west-1:123456789012:told"], {"Ref": "Any"}])
def test_a_policy_of_which_it_is_not_known_whose_it_is_may_let_it(topics: Any) -> None:
    let = policy(statement(CLOUDWATCH), id="Another", topics=topics)
    assert refused(alarmed(policy(statement(EVENTS)), let)) == []


def test_a_policy_that_may_not_be_there_leaves_the_topics_own() -> None:
    parts = policy(statement(EVENTS))
    parts["ToldPolicy"]["Condition"] = "Made"
    conditions = {"Conditions": {"Made": {"Fn::Equals": [{"Ref": "Any"}, "yes"]}}}
    assert refused({**alarmed(parts), **conditions}) == []
    assert len(refused({**template(telling(), TOPIC, **ANY), **conditions})) == 1


def test_a_topic_that_others_may_work_on_may_have_another_policy() -> None:
    exported = {"Outputs": {"Told": {"Value": ref("Told"), "Export": {"Name": "told"}}}}
    assert refused({**alarmed(policy(statement(EVENTS))), **exported}) == []


def test_a_macro_may_add_a_policy() -> None:
    assert refused({**template(telling(), TOPIC), "Transform": "Own"}) == []


@pytest.mark.parametrize("actions", ["OKActions", "InsufficientDataActions"])
def test_an_alarm_publishes_by_its_other_actions_too(actions: str) -> None:
    body = alarmed(policy(statement(EVENTS)), AlarmActions=None, **{actions: [ref("Told")]})
    assert refused(body) == [f"Alarm Properties/{actions}/0"]


def test_it_is_said_once_of_each_topic_and_service() -> None:
    again = watching(id="Again", OKActions=[ref("Told")])
    body = alarmed(again, telling(), policy(statement({"Service": "s3.amazonaws.com"})))
    assert sorted(refused(body)) == ["Alarm Properties/AlarmActions/0", "Telling Properties/Targets/0/Arn"]


def test_of_two_topics_both_are_named() -> None:
    both = {
        **policy(statement(EVENTS), topics=[ref("Told"), ref("Other")]),
        **resource("Other", "AWS::SNS::Topic", {}, {}),
    }
    second = {**statement(EVENTS), "Resource": "*"}
    both["ToldPolicy"]["Properties"]["PolicyDocument"]["Statement"] = [second]
    assert len(refused(alarmed(both, AlarmActions=[ref("Told"), ref("Other")]))) == 2


@pytest.mark.parametrize("changes", [{"ActionsEnabled": False}, {"AlarmActions": [{"Ref": "Any"}]}])
def test_an_alarm_that_may_publish_nothing_is_not_looked_at(changes: dict[str, Any]) -> None:
    assert refused(alarmed(policy(statement(EVENTS)), **changes)) == []


def about(namespace: str, metric: str, **dimensions: Any) -> dict[str, Any]:
    return alarm(metric, dimensions, calls="Told", Namespace=namespace)


def test_alarms_on_functions_of_inference_are_looked_at() -> None:
    failing = about("AWS/Lambda", "Errors", FunctionName=ref("Function"))
    parts = (failing, TOPIC, policy(statement(EVENTS)))
    assert len(refused(template(serverless(), function(), *parts))) == 1
    assert refused(template(function(endpoint=None), *parts)) == []


@pytest.mark.parametrize("watched", ["Requests", "DeadLetters"])
def test_alarms_on_queues_of_inference_are_looked_at(watched: str) -> None:
    waiting = about("AWS/SQS", "ApproximateNumberOfMessagesVisible", QueueName=att(watched, "QueueName"))
    parts = (waiting, TOPIC, policy(statement(EVENTS)))
    assert len(refused(template(serverless(), function(), queue(), mapping(), *parts))) == 1
    assert refused(template(queue(), *parts)) == []


def test_alarms_that_undo_a_rollout_are_looked_at() -> None:
    own = {"Namespace": "Shop", "Dimensions": listed({}), "AlarmActions": [ref("Told")]}
    parts = (errors(**own), TOPIC, policy(statement(EVENTS)))
    assert len(refused(template(real_time(), rolled_out(blue_green()), *parts))) == 1
    assert refused(template(real_time(), *parts)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"EventPattern": {"source": ["shop"]}},
        {"State": "DISABLED"},
        {"EventPattern": None, "ScheduleExpression": "rate(1 hour)"},
    ],
)
def test_rules_on_other_events_are_not_looked_at(changes: dict[str, Any]) -> None:
    assert refused(template(telling(**changes), TOPIC)) == []


def test_rules_that_call_functions_of_inference_are_looked_at() -> None:
    made = event_rule(pattern={"source": ["shop"], "detail-type": ["Bought"]})
    made["Rule"]["Properties"]["Targets"].append({"Id": "Told", "Arn": ref("Told")})
    assert refused(template(serverless(), function(), made, TOPIC)) == ["Rule Properties/Targets/1/Arn"]


@pytest.mark.parametrize(
    "target",
    [
        {"Id": "Told", "Arn": ref("Told"), "RoleArn": "arn:aws:iam::123456789012:role/told"},
        {"Id": "Told", "Arn": {"Fn::If": ["Made", ref("Told"), {"Ref": "Any"}]}},
        {"Id": "Told", "Arn": "arn:aws:sns:eu-west-1:123456789012:told"},
    ],
)
def test_a_role_needs_no_policy_and_other_topics_are_not_known(target: dict[str, Any]) -> None:
    conditions = {"Conditions": {"Made": {"Fn::Equals": [{"Ref": "Any"}, "yes"]}}}
    assert refused(template(telling(target), TOPIC, **ANY, **conditions)) == []
