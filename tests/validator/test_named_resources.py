"""Roles, alarms, topics, buckets and rules are known by their names, and by ARNs that are put together."""

from typing import Any

import pytest

from sagewire.validator.assembly import Assembly
from sagewire.validator.graph import Graph
from sagewire.validator.graph.alarm import ALARM
from sagewire.validator.graph.event_rule import RULE
from sagewire.validator.graph.names import BUCKET, NAMED_BY, TOPIC
from sagewire.validator.graph.role import ROLE
from sagewire.validator.samples import att, resource, sub, template, without
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.rollouts import blue_green, errors, rolled_out
from sagewire.validator.samples.serving import asynchronous, real_time, serverless
from sagewire.validator.template import Template
from tests.validator.judging import changed, found_in

HERE = "${AWS::Region}:${AWS::AccountId}"
STAGE = {"Stage": {"Type": "String"}}


def behind(said: Any, *types: str, name: Any = "ranking", region: str = "eu-west-1") -> list[str]:
    """What a text leads to, where one resource of each type is called alike."""
    named = {f"The{n}": {"Type": type, "Properties": {by: name}} for n, (type, by) in enumerate(NAMED_BY.items())}
    own = Template("a", template(named, Parameters=STAGE), region="eu-west-1", account="111122223333")
    body = template(resource("Says", "Custom::Says", {"Said": said}, {}), Parameters=STAGE)
    other = Template("a", body, region=region, account="111122223333")
    graph = Graph(Assembly([own, other]))
    (says,) = graph.of_type("Custom::Says")
    found = graph.resource_behind(says["Said"], *types)
    return [] if found is None else [found.type]


@pytest.mark.parametrize(
    ("type", "said"),
    [
        (ROLE, "ranking"),
        (ROLE, "arn:aws:iam::111122223333:role/ranking"),
        (ROLE, sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/ranking")),
        (ROLE, "arn:aws:iam::111122223333:role/service-role/teams/ranking"),
        (ALARM, "ranking"),
        (ALARM, sub(f"arn:aws:cloudwatch:{HERE}:alarm:ranking")),
        (TOPIC, sub(f"arn:aws:sns:{HERE}:ranking")),
        (BUCKET, "ranking"),
        (BUCKET, "arn:aws:s3:::ranking"),
        (BUCKET, "arn:aws:s3:::ranking/answers/*"),
        (BUCKET, "s3://ranking"),
        (BUCKET, "s3://ranking/answers/"),
        (RULE, sub(f"arn:aws:events:{HERE}:rule/ranking")),
        (RULE, sub(f"arn:aws:events:{HERE}:rule/bus/ranking")),
    ],
)
def test_a_name_and_an_arn_lead_to_it(type: str, said: Any) -> None:
    assert behind(said, type) == [type]


@pytest.mark.parametrize(
    ("type", "said"),
    [
        (ROLE, "arn:aws:iam::999999999999:role/ranking"),
        (ROLE, "arn:aws:iam::111122223333:policy/ranking"),
        (ROLE, "arn:aws:iam::111122223333:role/ranking/other"),
        (ALARM, "arn:aws:cloudwatch:us-east-1:111122223333:alarm:ranking"),
        (TOPIC, "arn:aws:sns:eu-west-1:999999999999:ranking"),
        (TOPIC, sub(f"arn:aws:sqs:{HERE}:ranking")),
        (BUCKET, "arn:aws:s3:::ranking-answers"),
        (BUCKET, "arn:aws:s3:::ranking*"),
        (BUCKET, "https://ranking"),
        (RULE, sub(f"arn:aws:events:{HERE}:event-bus/ranking")),
        (ROLE, sub("arn:aws:iam::${AWS::AccountId}:role/${Stage}")),
    ],
)
def test_others_do_not(type: str, said: Any) -> None:
    assert behind(said, type) == []


def test_a_name_made_of_what_is_not_known_is_the_same_elsewhere() -> None:
    name = sub("${AWS::StackName}-${Stage}")
    said = sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${AWS::StackName}-${Stage}")
    assert behind(said, ROLE, name=name) == [ROLE]


def test_roles_and_buckets_are_the_same_in_all_regions() -> None:
    found = {type: behind("ranking", type, region="us-east-1") for type in (ROLE, BUCKET, ALARM, TOPIC, RULE)}
    assert found == {ROLE: [ROLE], BUCKET: [BUCKET], ALARM: [], TOPIC: [], RULE: []}


def test_one_text_leads_to_one_resource() -> None:
    assert behind("ranking", ROLE, ALARM) == []
    assert behind(sub(f"arn:aws:sns:{HERE}:ranking"), TOPIC, ALARM) == [TOPIC]


def by_name(body: dict[str, Any], id: str, name: str, place: tuple[str | int, ...], said: Any) -> dict[str, Any]:
    """The template with a resource that has a name, and is named by it."""
    kind = body["Resources"][id]["Type"]
    return changed(changed(body, (id, "Properties", NAMED_BY[kind]), name), place, said)


def test_a_functions_role_is_known_by_its_name() -> None:
    body = template(serverless(), function(action="sagemaker:InvokeEndpointAsync"))
    place = ("Function", "Properties", "Role")
    said = sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/asks")
    assert found_in(by_name(body, "FunctionRole", "asks", place, said)) == found_in(body) == ["SW905"]


def test_of_two_roles_of_one_name_neither_is_meant() -> None:
    body = template(serverless(), function(action="sagemaker:InvokeEndpointAsync"))
    said = sub("arn:aws:iam::${AWS::AccountId}:role/asks")
    named = by_name(body, "FunctionRole", "asks", ("Function", "Properties", "Role"), said)
    twin = {"Twin": named["Resources"]["FunctionRole"]}
    assert "SW905" in found_in(named)
    assert "SW905" not in found_in({**named, "Resources": {**named["Resources"], **twin}})


def test_a_models_role_is_known_by_its_name() -> None:
    body = template(without(asynchronous(), "MayAnswer"))
    place = ("Model", "Properties", "ExecutionRoleArn")
    said = sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/serves")
    assert found_in(by_name(body, "ModelRole", "serves", place, said)) == found_in(body) == ["SW923", "SW923"]


def test_topics_and_buckets_are_known_by_their_names() -> None:
    said = sub(f"arn:aws:sns:{HERE}:failed")
    output = {"S3OutputPath": "s3://answers/out/", "NotificationConfig": {"ErrorTopic": said}}
    body = template(
        without(asynchronous(output=output), "MayAnswer"), resource("Answers", BUCKET, {"BucketName": "answers"}, {})
    )
    assert found_in(body).count("SW923") == 1
    assert found_in(changed(body, ("Failed", "Properties", "TopicName"), "failed")).count("SW923") == 2


def test_a_queue_for_failures_is_known_by_its_name() -> None:
    body = template(serverless(), function(), without(event_rule(), "MayKeepFailures"))
    (kept,) = [
        made["Properties"]["DestinationConfig"]["OnFailure"]
        for made in body["Resources"].values()
        if made["Type"] == "AWS::Lambda::EventInvokeConfig"
    ]
    (id,) = [name for name in body["Resources"] if att(name, "Arn") == kept["Destination"]]
    kept["Destination"] = sub(f"arn:aws:sqs:{HERE}:failures")
    assert "SW842" not in found_in(body)
    assert "SW842" in found_in(changed(body, (id, "Properties", "QueueName"), "failures"))


@pytest.mark.parametrize("name", ["5xx", sub("${AWS::StackName}-5xx")])
def test_an_alarm_is_known_by_its_name(name: Any) -> None:
    undone_by = {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": name}]}}
    other = template(real_time(), rolled_out(blue_green(), watched="retrieval", undone_by=undone_by))
    late = template(real_time(), rolled_out(blue_green(wait=299), undone_by=undone_by), errors(EvaluationPeriods=5))
    assert found_in(other) == found_in(late) == []
    place = ("Errors", "Properties", "AlarmName")
    assert found_in(changed(other, place, name)) == ["SW711"]
    assert found_in(changed(late, place, name)) == ["SW716"]


def passed(said: str, *, other: str | None = None) -> list[str]:
    """What is found where the roles of the function and of the model are given by ARNs, in an account not known."""
    body = template(serverless(), function(action="sagemaker:InvokeEndpointAsync"))
    named = by_name(body, "FunctionRole", "asks", ("Function", "Properties", "Role"), said)
    return found_in(changed(named, ("Model", "Properties", "ExecutionRoleArn"), other) if other else named)


def test_a_role_that_is_passed_is_of_the_stacks_own_account() -> None:
    assert passed("arn:aws:iam::111122223333:role/asks") == ["SW905"]
    assert "SW905" in passed("arn:aws:iam::111122223333:role/asks", other="arn:aws:iam::111122223333:role/serves")
    assert "SW905" not in passed("arn:aws:iam::111122223333:role/asks", other="arn:aws:iam::999999999999:role/serves")
    assert "SW905" not in passed("arn:aws:iam::111122223333:role/other")


def test_so_is_what_else_names_that_account() -> None:
    topics = {id: f"arn:aws:sns:eu-west-1:{id}:ranking" for id in ("111122223333", "999999999999")}
    asks = without(function(Role="arn:aws:iam::111122223333:role/elsewhere", variables=topics), "FunctionRole")
    topic = resource("Topic", TOPIC, {"TopicName": "ranking"}, {})
    graph = Graph(Assembly([Template("a", template(serverless(), asks, topic), region="eu-west-1")]))
    (called,) = graph.functions
    assert graph.resource_behind(called.variables["111122223333"], TOPIC) is not None
    assert graph.resource_behind(called.variables["999999999999"], TOPIC) is None


def test_the_stacks_own_account_counts_before_that_of_a_role() -> None:
    body = template(serverless(), without(function(Role="arn:aws:iam::999999999999:role/x"), "FunctionRole"))
    graph = Graph(Assembly([Template("a", body, account="111122223333"), Template("b", body)]))
    assert [graph.account_of(called.resource) for called in graph.functions] == ["111122223333", "999999999999"]
