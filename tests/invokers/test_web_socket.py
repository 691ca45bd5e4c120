"""A WebSocket API: messages handed to the function without waiting, tried once, answered on their connection."""

import json
import re
from pathlib import Path

import pytest
from aws_cdk import App, Duration, Size, Stack
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_events as events
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from hypothesis import given
from hypothesis import strategies as st

from sagewire import Endpoint, InferenceComponentEndpoint, LambdaInvoker, Model, RealTimeEndpoint, ResponseStream
from sagewire.invokers.web_socket import EVENT_TEMPLATE
from tests.invokers.judged import faults
from tests.models import IMAGE
from tests.templates import only, resources, statements

CONTEXT = {
    "apiId": "a1",
    "connectionId": "c1=",
    "domainName": "a1.execute-api.eu-west-1.amazonaws.com",
    "eventType": "MESSAGE",
    "messageId": "m1=",
    "requestId": "r1=",
    "routeKey": "$default",
    "stage": "prod",
}


@pytest.fixture
def endpoint(stack: Stack) -> RealTimeEndpoint:
    model = Model(stack, "Model", image=IMAGE)
    return RealTimeEndpoint(stack, "Endpoint", model=model, instance_type="ml.c7i.large")


@pytest.fixture
def invoker(stack: Stack, endpoint: Endpoint) -> LambdaInvoker:
    return LambdaInvoker(stack, "Invoker", endpoint=endpoint, stream=ResponseStream.to_connection())


def route(stack: Stack, key: str) -> dict[str, object]:
    (found,) = [
        each["Properties"]
        for each in resources(stack, "AWS::ApiGatewayV2::Route").values()
        if each["Properties"]["RouteKey"] == key
    ]
    return dict(found)


def integration(stack: Stack, type: str) -> dict[str, object]:
    (found,) = [
        each["Properties"]
        for each in resources(stack, "AWS::ApiGatewayV2::Integration").values()
        if each["Properties"]["IntegrationType"] == type
    ]
    return dict(found)


def rendered(template: str, body: str) -> str:
    """As API Gateway does it: Apache's escapeJavaScript, then the regular expression of the template."""
    escaped = json.dumps(body)[1:-1].replace("/", "\\/").replace("'", "\\'")
    call = re.compile(r'\$util\.escapeJavaScript\(\$input\.body\)\.replaceAll\("(.*?)","(.*?)"\)')
    found = call.search(template)
    assert found
    mended = re.sub(found[1], lambda _: found[2], escaped)
    before, after = (
        re.sub(r"\$context\.(\w+)", lambda name: CONTEXT[name[1]], part)
        for part in (template[: found.start()], template[found.end() :])
    )
    return before + mended + after


def test_a_message_is_handed_over_and_not_waited_for(stack: Stack, invoker: LambdaInvoker) -> None:
    """The API gives up after 29 s, and a stream may take 480."""
    invoker.add_web_socket_api()
    made = integration(stack, "AWS")
    assert made["RequestParameters"] == {"integration.request.header.X-Amz-Invocation-Type": "'Event'"}
    assert made["RequestTemplates"] == {"$default": EVENT_TEMPLATE}
    assert made["TemplateSelectionExpression"] == "\\$default"
    assert made["PassthroughBehavior"] == "NEVER"
    assert made["IntegrationMethod"] == "POST"
    assert route(stack, "$default")["AuthorizationType"] == "NONE"


def test_the_function_is_tried_once_and_what_it_failed_on_is_kept(stack: Stack, invoker: LambdaInvoker) -> None:
    """A second time, the client would get the first parts again."""
    invoker.add_web_socket_api()
    configured = only(stack, "AWS::Lambda::EventInvokeConfig")
    (queue,) = resources(stack, "AWS::SQS::Queue")
    assert configured["MaximumRetryAttempts"] == 0
    assert configured["MaximumEventAgeInSeconds"] == 60
    assert configured["DestinationConfig"]["OnFailure"] == {"Destination": {"Fn::GetAtt": [queue, "Arn"]}}


def test_a_message_may_wait_longer_for_the_function(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.add_web_socket_api(max_event_age=Duration.minutes(10))
    assert only(stack, "AWS::Lambda::EventInvokeConfig")["MaximumEventAgeInSeconds"] == 600


def test_a_second_api_takes_the_age_of_the_first(stack: Stack, invoker: LambdaInvoker) -> None:
    """The minute is a default, which asks for nothing."""
    invoker.add_web_socket_api(max_event_age=Duration.minutes(10))
    invoker.add_web_socket_api("Second")
    assert only(stack, "AWS::Lambda::EventInvokeConfig")["MaximumEventAgeInSeconds"] == 600
    with pytest.raises(ValueError, match="^max_event_age is 60 s; an earlier way into Test/Invoker set 600 s"):
        invoker.add_web_socket_api("Third", max_event_age=Duration.minutes(1))


@given(body=st.text())
def test_the_function_gets_the_event_of_a_proxy_integration(body: str) -> None:
    event = json.loads(rendered(EVENT_TEMPLATE, body))
    assert event == {"requestContext": CONTEXT, "body": body, "isBase64Encoded": False}


def test_who_connects_is_known_to_iam(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.add_web_socket_api()
    assert route(stack, "$connect")["AuthorizationType"] == "AWS_IAM"
    assert integration(stack, "MOCK")["RequestTemplates"] == {"200": '{"statusCode":200}'}


def test_another_authorizer(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.add_web_socket_api(authorizer=authorizers.WebSocketLambdaAuthorizer("Tokens", invoker.function))
    assert route(stack, "$connect")["AuthorizationType"] == "CUSTOM"


def test_the_function_posts_to_this_stage_alone(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.add_web_socket_api()
    (api,) = resources(stack, "AWS::ApiGatewayV2::Api")
    (posts,) = [each for each in statements(stack) if each["Action"] == "execute-api:ManageConnections"]
    assert posts["Resource"]["Fn::Join"][1][-2:] == [{"Ref": api}, "/prod/POST/@connections/*"]
    source = only(stack, "AWS::Lambda::Permission")["SourceArn"]["Fn::Join"][1]
    assert source[-2:] == [{"Ref": api}, "/prod/$default"]


def test_its_log_is_a_line_of_json_without_a_body(stack: Stack, invoker: LambdaInvoker) -> None:
    stage = invoker.add_web_socket_api()
    assert isinstance(stage, apigatewayv2.WebSocketStage)
    properties = only(stack, "AWS::ApiGatewayV2::Stage")
    assert properties["AutoDeploy"] is True
    line = json.loads(properties["AccessLogSettings"]["Format"])
    assert line["connectionId"] == "$context.connectionId"
    assert all(value.startswith("$context.") for value in line.values())


def test_a_stage_of_the_apps_own_gets_a_route_and_keeps_the_rest(stack: Stack, invoker: LambdaInvoker) -> None:
    api = apigatewayv2.WebSocketApi(stack, "Api")
    stage = apigatewayv2.WebSocketStage(stack, "Stage", web_socket_api=api, stage_name="live", auto_deploy=True)
    assert invoker.add_web_socket_api(stage=stage, route="infer") is stage
    assert only(stack, "AWS::ApiGatewayV2::Route")["RouteKey"] == "infer"
    assert "AccessLogSettings" not in only(stack, "AWS::ApiGatewayV2::Stage")
    (posts,) = [each for each in statements(stack) if each["Action"] == "execute-api:ManageConnections"]
    assert posts["Resource"]["Fn::Join"][1][-1] == "/live/POST/@connections/*"
    assert only(stack, "AWS::Lambda::Permission")["SourceArn"]["Fn::Join"][1][-1] == "/live/infer"
    with pytest.raises(ValueError, match="^stage is given together with authorizer"):
        invoker.add_web_socket_api("Other", stage=stage, authorizer=authorizers.WebSocketIamAuthorizer())


@pytest.mark.parametrize("key", ["$connect", "$disconnect", ""])
def test_a_route_without_messages(invoker: LambdaInvoker, key: str) -> None:
    with pytest.raises(ValueError, match=f"^route is '{re.escape(key)}'; allowed are"):
        invoker.add_web_socket_api(route=key)


def test_a_function_that_answers_its_caller(stack: Stack, endpoint: Endpoint) -> None:
    collected = ResponseStream.collected(max_size=Size.mebibytes(1), max_time=Duration.seconds(10))
    for name, stream in (("Whole", None), ("Collected", collected)):
        invoker = LambdaInvoker(stack, name, endpoint=endpoint, stream=stream)
        with pytest.raises(
            ValueError, match=f"^add_web_socket_api on Test/{name}: this function answers whoever calls"
        ):
            invoker.add_web_socket_api()


def test_a_request_that_is_larger_than_a_message(stack: Stack, endpoint: Endpoint) -> None:
    stream = ResponseStream.to_connection()
    LambdaInvoker(stack, "Fits", endpoint=endpoint, stream=stream, request=Size.kibibytes(128)).add_web_socket_api()
    with pytest.raises(ValueError, match="request is 132096; through a WebSocket API, allowed are 0 to 131072 B"):
        LambdaInvoker(
            stack, "Large", endpoint=endpoint, stream=stream, request=Size.kibibytes(129)
        ).add_web_socket_api()


def test_a_message_names_no_inference_component(stack: Stack) -> None:
    components = InferenceComponentEndpoint(stack, "Components", instance_type="ml.g5.2xlarge")
    invoker = LambdaInvoker(stack, "Invoker", endpoint=components, stream=ResponseStream.to_connection())
    with pytest.raises(ValueError, match="^add_web_socket_api on Test/Components: each request to this endpoint must"):
        invoker.add_web_socket_api()


def test_what_comes_another_way_has_no_connection(stack: Stack, invoker: LambdaInvoker) -> None:
    topic = sns.Topic(stack, "Topic")
    daily = scheduler.ScheduleExpression.rate(Duration.days(1))
    with pytest.raises(ValueError, match="^on_event on Test/Invoker: this function posts its results to the WebSocket"):
        invoker.on_event("Event", pattern=events.EventPattern(source=["website"]))
    with pytest.raises(ValueError, match="^on_queue on Test/Invoker: this function posts"):
        invoker.on_queue("Queue")
    with pytest.raises(ValueError, match="^on_topic on Test/Invoker: this function posts"):
        invoker.on_topic("Topic", topic)
    with pytest.raises(ValueError, match="^on_schedule on Test/Invoker: this function posts"):
        invoker.on_schedule("Daily", daily, payload={})


def test_what_is_posted_is_not_published(stack: Stack, invoker: LambdaInvoker) -> None:
    with pytest.raises(ValueError, match="^publish_results_to on Test/Invoker: this function posts its results"):
        invoker.publish_results_to(events.EventBus(stack, "Bus"))
    with pytest.raises(ValueError, match="^send_results_to on Test/Invoker: this function posts its results"):
        invoker.send_results_to(sqs.Queue(stack, "Queue"))


def test_a_stage_of_another_stack(app: App, stack: Stack, invoker: LambdaInvoker) -> None:
    shared = Stack(app, "Shared")
    api = apigatewayv2.WebSocketApi.from_web_socket_api_attributes(shared, "Api", web_socket_id="a1")
    stage = apigatewayv2.WebSocketStage.from_web_socket_stage_attributes(shared, "Stage", api=api, stage_name="live")
    invoker.add_web_socket_api(stage=stage)
    assert only(stack, "AWS::ApiGatewayV2::Route")["ApiId"] == "a1"


def test_nobody_finds_fault(tmp_path: Path) -> None:
    def make(stack: Stack, endpoint: RealTimeEndpoint) -> None:
        stream = ResponseStream.to_connection()
        LambdaInvoker(stack, "Invoker", endpoint=endpoint, stream=stream).add_web_socket_api()

    assert faults(tmp_path, make) == []
