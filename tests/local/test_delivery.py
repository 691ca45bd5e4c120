"""How rules, topics, schedules and APIs reach a function: with its permission, its retries and their queues."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.local.account import Account, allow, eventually, new_name
from tests.local.asking import ask
from tests.local.functions import function
from tests.local.test_cloudformation import Resources, Stack
from tests.local.test_triggers import recorded, recorder, schedule

ECHO = "def handler(event, context): return {'statusCode': 200, 'body': 'ok'}"
FAILS = "def handler(event, context): raise RuntimeError('unbearable')"


@pytest.fixture
def stack(account: Account) -> Stack:
    return Stack(account)


def arn_of(account: Account, name: str) -> str:
    arn: str = account.aws.client("lambda").get_function(FunctionName=name)["Configuration"]["FunctionArn"]
    return arn


def failing(account: Account) -> tuple[str, str]:
    """The ARN of a function that always fails, and the queue where its events end after one more attempt."""
    queue, queue_arn = account.queue(sender="lambda.amazonaws.com")
    name = function(account, FAILS, allow("sqs:SendMessage", resource=queue_arn))
    account.aws.client("lambda").put_function_event_invoke_config(
        FunctionName=name, MaximumRetryAttempts=1, DestinationConfig={"OnFailure": {"Destination": queue_arn}}
    )
    return arn_of(account, name), queue


def permission(function_arn: str, principal: str, source: Any) -> Resources:
    return {
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "FunctionName": function_arn,
            "Action": "lambda:InvokeFunction",
            "Principal": principal,
            "SourceArn": source,
        },
    }


def rule(source: str, target: str, dead_letters: str) -> Resources:
    targets = [{"Id": "target", "Arn": target, "DeadLetterConfig": {"Arn": dead_letters}}]
    return {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": {"source": [source]}, "Targets": targets}}


def put_event(account: Account, source: str) -> None:
    account.aws.client("events").put_events(Entries=[{"Source": source, "DetailType": "Asked", "Detail": '{"a": 1}'}])


def messages(account: Account, queue: str) -> list[dict[str, Any]]:
    """The messages of a queue, once there are any."""
    return eventually(
        lambda: list(
            account.sqs.receive_message(QueueUrl=queue, MessageAttributeNames=["All"]).get("Messages", ()),
        )
    )


def test_an_event_on_which_a_function_fails_is_tried_again_and_ends_in_its_destination(
    account: Account, stack: Stack
) -> None:
    target, failed = failing(account)
    _, dead_letters = account.queue(sender="events.amazonaws.com")
    source = new_name("source")
    resources = {
        "Rule": rule(source, target, dead_letters),
        "Permission": permission(target, "events.amazonaws.com", {"Fn::GetAtt": ["Rule", "Arn"]}),
    }
    assert stack.create(resources) == "CREATE_COMPLETE"
    put_event(account, source)
    (record,) = account.received(failed, 1)
    assert record["requestContext"]["condition"] == "RetriesExhausted"
    assert record["requestPayload"]["detail"] == {"a": 1}
    assert record["responsePayload"]["errorMessage"] == "unbearable"
    stack.delete()


def test_an_event_for_a_function_that_does_not_let_the_rule_ends_in_the_rules_queue(
    account: Account, stack: Stack
) -> None:
    target, uri = recorder(account)
    queue, dead_letters = account.queue(sender="events.amazonaws.com")
    source = new_name("source")
    assert stack.create({"Rule": rule(source, target, dead_letters)}) == "CREATE_COMPLETE"
    put_event(account, source)
    (message,) = messages(account, queue)
    told = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
    assert (told["TARGET_ARN"], told["ERROR_CODE"]) == (target, "NO_PERMISSIONS")
    assert json.loads(message["Body"])["detail"] == {"a": 1}
    with pytest.raises(account.s3.exceptions.NoSuchKey):
        account.get(uri)
    stack.delete()


def topic(target: str, dead_letters: str) -> dict[str, Resources]:
    return {
        "Topic": {"Type": "AWS::SNS::Topic"},
        "Subscription": {
            "Type": "AWS::SNS::Subscription",
            "Properties": {
                "TopicArn": {"Ref": "Topic"},
                "Protocol": "lambda",
                "Endpoint": target,
                "RedrivePolicy": {"deadLetterTargetArn": dead_letters},
            },
        },
    }


def publish(account: Account, topic_arn: str) -> None:
    account.aws.client("sns").publish(TopicArn=topic_arn, Message='{"a": 1}')


def test_a_message_on_which_a_function_fails_is_tried_again_and_ends_in_its_destination(
    account: Account, stack: Stack
) -> None:
    target, failed = failing(account)
    _, dead_letters = account.queue(sender="sns.amazonaws.com")
    permitted = {"Permission": permission(target, "sns.amazonaws.com", {"Ref": "Topic"})}
    assert stack.create({**topic(target, dead_letters), **permitted}) == "CREATE_COMPLETE"
    publish(account, stack.id("Topic"))
    (record,) = account.received(failed, 1)
    (asked,) = record["requestPayload"]["Records"]
    assert (asked["EventSource"], asked["Sns"]["Message"]) == ("aws:sns", '{"a": 1}')
    stack.delete()


def test_a_message_for_a_function_that_does_not_let_the_topic_ends_in_the_subscriptions_queue(
    account: Account, stack: Stack
) -> None:
    target, uri = recorder(account)
    queue, dead_letters = account.queue(sender="sns.amazonaws.com")
    assert stack.create(topic(target, dead_letters)) == "CREATE_COMPLETE"
    publish(account, stack.id("Topic"))
    (message,) = messages(account, queue)
    assert json.loads(message["Body"])["Message"] == '{"a": 1}'
    with pytest.raises(account.s3.exceptions.NoSuchKey):
        account.get(uri)
    stack.delete()


def test_a_schedule_fills_in_what_its_input_names(account: Account, stack: Stack) -> None:
    target, uri = recorder(account)
    made = schedule(account, target, "at(2026-01-01T00:00:00)")
    names = ("schedule-arn", "scheduled-time", "execution-id", "attempt-number", "nothing")
    made["Properties"]["Target"]["Input"] = json.dumps({name: f"<aws.scheduler.{name}>" for name in names})
    assert stack.create({"Schedule": made}) == "CREATE_COMPLETE"
    filled = recorded(account, uri)
    assert filled["schedule-arn"] == f"arn:aws:scheduler:us-east-1:123456789012:schedule/default/{stack.id('Schedule')}"
    assert datetime.strptime(filled["scheduled-time"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) <= datetime.now(UTC)
    assert filled["execution-id"]
    assert "<" not in filled["execution-id"]
    assert filled["attempt-number"] == "1"
    assert filled["nothing"] == "<aws.scheduler.nothing>"
    stack.delete()


def http_api(target: str) -> dict[str, Resources]:
    return {
        "Api": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Name": "api", "ProtocolType": "HTTP"}},
        "Integration": {
            "Type": "AWS::ApiGatewayV2::Integration",
            "Properties": {
                "ApiId": {"Ref": "Api"},
                "IntegrationType": "AWS_PROXY",
                "IntegrationUri": target,
                "PayloadFormatVersion": "2.0",
            },
        },
        "Route": {
            "Type": "AWS::ApiGatewayV2::Route",
            "Properties": {
                "ApiId": {"Ref": "Api"},
                "RouteKey": "POST /asked",
                "AuthorizationType": "AWS_IAM",
                "Target": {"Fn::Sub": "integrations/${Integration}"},
            },
        },
        "Stage": {
            "Type": "AWS::ApiGatewayV2::Stage",
            "Properties": {"ApiId": {"Ref": "Api"}, "StageName": "$default", "AutoDeploy": True},
        },
    }


def rest_api(target: str) -> dict[str, Resources]:
    uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{target}/invocations"
    return {
        "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "api"}},
        "Resource": {
            "Type": "AWS::ApiGateway::Resource",
            "Properties": {
                "RestApiId": {"Ref": "Api"},
                "ParentId": {"Fn::GetAtt": ["Api", "RootResourceId"]},
                "PathPart": "asked",
            },
        },
        "Method": {
            "Type": "AWS::ApiGateway::Method",
            "Properties": {
                "RestApiId": {"Ref": "Api"},
                "ResourceId": {"Ref": "Resource"},
                "HttpMethod": "POST",
                "AuthorizationType": "AWS_IAM",
                "Integration": {"Type": "AWS_PROXY", "IntegrationHttpMethod": "POST", "Uri": uri},
            },
        },
        "Deployment": {
            "Type": "AWS::ApiGateway::Deployment",
            "Properties": {"RestApiId": {"Ref": "Api"}},
            "DependsOn": "Method",
        },
        "Stage": {
            "Type": "AWS::ApiGateway::Stage",
            "Properties": {"RestApiId": {"Ref": "Api"}, "DeploymentId": {"Ref": "Deployment"}, "StageName": "prod"},
        },
    }


@pytest.mark.parametrize(("api", "path"), [(http_api, "/asked"), (rest_api, "/prod/asked")])
def test_an_api_answers_under_awss_name_and_with_the_functions_permission(
    account: Account, stack: Stack, api: Any, path: str
) -> None:
    target = arn_of(account, function(account, ECHO))
    source = {"Fn::Sub": "arn:aws:execute-api:us-east-1:123456789012:${Api}/*/POST/asked"}
    resources = api(target)
    assert stack.create(resources) == "CREATE_COMPLETE"
    url = f"https://{stack.id('Api')}.execute-api.us-east-1.amazonaws.com{path}"
    assert ask(account.aws, url, b"{}").status == 500
    stack.update({**resources, "Permission": permission(target, "apigateway.amazonaws.com", source)})
    answer = ask(account.aws, url, b"{}")
    assert (answer.status, answer.body) == (200, b"ok")
    assert ask(account.aws, url, b"{}", credentials=None).status == 403
    stack.delete()


def test_the_expiry_of_a_table_is_on(account: Account, stack: Stack) -> None:
    table = {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "TimeToLiveSpecification": {"AttributeName": "expiration", "Enabled": True},
        },
    }
    assert stack.create({"Table": table}) == "CREATE_COMPLETE"
    found = account.aws.client("dynamodb").describe_time_to_live(TableName=stack.id("Table"))
    assert found["TimeToLiveDescription"] == {"AttributeName": "expiration", "TimeToLiveStatus": "ENABLED"}
    stack.delete()
