"""Each way into a function is found, however the template names the function."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from sagewire.validator.assembly import Assembly
from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import WayIn
from sagewire.validator.judge import templates_of
from sagewire.validator.samples import att, ref, resource, sub, template
from sagewire.validator.samples.invoking import event_rule, function, http_api, mapping, queue, rest_api, topic, url
from sagewire.validator.template import Template

NAME = "ranking"
ARN = sub("arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:ranking")
URI = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/%s/invocations"


def ways(*parts: Mapping[str, Any], **changes: Any) -> list[WayIn]:
    """The ways in of a template with these parts and a function."""
    return ways_of({"a": template(function(endpoint=None, **changes), *map(dict, parts))})


def ways_of(bodies: Mapping[str, Mapping[str, Any]]) -> list[WayIn]:
    """The ways in of templates that are deployed together."""
    return list(Graph(Assembly(templates_of(bodies))).ways_in)


def the_way(*parts: Mapping[str, Any], **changes: Any) -> WayIn:
    """The one way in, which is the function's."""
    (way,) = ways(*parts, **changes)
    assert way.function.resource.logical_id == "Function"
    return way


def one(type: str, **properties: Any) -> dict[str, Any]:
    """A resource named Way."""
    return resource("Way", type, properties, {})


def listener(*, attributes: Any = None, id: str = "Listener", balancer: str = "Balancer") -> dict[str, Any]:
    """A listener of a load balancer that forwards to the target group Way."""
    forward = {"Type": "forward", "TargetGroupArn": ref("Way")}
    return {
        **resource(
            id,
            "AWS::ElasticLoadBalancingV2::Listener",
            {"LoadBalancerArn": ref(balancer)},
            {"DefaultActions": [forward]},
        ),
        **resource(balancer, "AWS::ElasticLoadBalancingV2::LoadBalancer", {"LoadBalancerAttributes": attributes}, {}),
    }


TARGETS = one("AWS::ElasticLoadBalancingV2::TargetGroup", TargetType="lambda", Targets=[{"Id": att("Function", "Arn")}])


def test_a_function_that_nothing_calls_has_no_way_in() -> None:
    assert ways() == []


def test_a_url_has_no_wait_of_its_own() -> None:
    way = the_way(url())
    assert (way.kind, way.seconds, way.asynchronous, way.streams) == ("function URL", None, False, False)
    assert way.resource.logical_id == "Url"
    assert the_way(url(InvokeMode="RESPONSE_STREAM")).streams
    assert not the_way(url(InvokeMode="BUFFERED")).streams


def test_an_http_api_waits_30_s_or_less() -> None:
    way = the_way(http_api())
    assert (way.kind, way.seconds, way.asynchronous) == ("HTTP API", 30, False)
    assert the_way(http_api(TimeoutInMillis=4500)).seconds == 4.5
    assert the_way(http_api(TimeoutInMillis="4500")).seconds == 4.5


def test_it_is_not_known_how_long_an_api_waits_that_a_parameter_tells() -> None:
    body = template(
        function(endpoint=None), http_api(TimeoutInMillis=ref("Wait")), Parameters={"Wait": {"Type": "Number"}}
    )
    (way,) = ways_of({"a": body})
    assert way.seconds is None


def test_an_http_api_that_has_just_one_function_is_a_way_in() -> None:
    way = the_way(one("AWS::ApiGatewayV2::Api", Name="n", ProtocolType="HTTP", Target=att("Function", "Arn")))
    assert (way.kind, way.seconds) == ("HTTP API", 30)


def test_a_web_socket_api_waits_29_s() -> None:
    api = resource("Api", "AWS::ApiGatewayV2::Api", {"Name": "n", "ProtocolType": "WEBSOCKET"}, {})
    uri = sub(URI % "${Function.Arn}")
    called = {"integration.request.header.X-Amz-Invocation-Type": "'Event'"}
    integration = {"ApiId": ref("Api"), "IntegrationUri": uri}
    way = the_way(api, one("AWS::ApiGatewayV2::Integration", **integration))
    assert (way.kind, way.seconds, way.asynchronous) == ("WebSocket API", 29, False)
    assert the_way(api, one("AWS::ApiGatewayV2::Integration", **integration, RequestParameters=called)).asynchronous


def test_a_rest_api_waits_29_s_or_what_its_method_says() -> None:
    way = the_way(rest_api())
    assert (way.kind, way.seconds, way.asynchronous) == ("REST API", 29, False)
    assert the_way(rest_api(integration={"TimeoutInMillis": 120_000})).seconds == 120


@pytest.mark.parametrize(
    ("called", "asynchronous"),
    [("'Event'", True), ("method.request.header.How", True), ("'RequestResponse'", False), (None, False)],
)
def test_nobody_waits_behind_a_rest_api_that_may_call_asynchronously(called: str | None, asynchronous: bool) -> None:
    parameters = {"integration.request.header.X-Amz-Invocation-Type": called} if called else {}
    way = the_way(rest_api(integration={"Type": "AWS", "RequestParameters": parameters}))
    assert way.asynchronous is asynchronous


def test_a_rest_api_that_streams_has_no_wait_that_is_known_unless_it_says_one() -> None:
    way = the_way(rest_api(integration={"ResponseTransferMode": "STREAM"}))
    assert (way.seconds, way.streams) == (None, True)
    longer = the_way(rest_api(integration={"ResponseTransferMode": "STREAM", "TimeoutInMillis": 600_000}))
    assert longer.seconds == 600
    assert the_way(rest_api(integration={"ResponseTransferMode": "BUFFERED"})).seconds == 29


@pytest.mark.parametrize(
    ("type", "kind", "seconds"),
    [("AWS::ApiGateway::RestApi", "REST API", 29), ("AWS::ApiGatewayV2::Api", "HTTP API", 30)],
)
def test_the_functions_of_an_openapi_document_are_found(type: str, kind: str, seconds: float) -> None:
    said: dict[str, Any] = {"type": "aws_proxy", "uri": sub(URI % "${Function.Arn}")}
    document = {"openapi": "3.0.1", "paths": {"/rank": {"post": {"x-amazon-apigateway-integration": said}, "get": {}}}}
    way = the_way(one(type, Body=document))
    assert (way.kind, way.seconds) == (kind, seconds)
    said["timeoutInMillis"] = 5000
    assert the_way(one(type, Body=document)).seconds == 5
    said["responseTransferMode"] = "STREAM"
    assert the_way(one(type, Body=document)).streams
    said["requestParameters"] = {"integration.request.header.X-Amz-Invocation-Type": "'Event'"}
    assert the_way(one(type, Body=document)).asynchronous


def test_a_load_balancer_waits_60_s_unless_set() -> None:
    way = the_way(TARGETS, listener())
    assert (way.kind, way.seconds) == ("load balancer", 60)
    set_to = [{"Key": "idle_timeout.timeout_seconds", "Value": "120"}]
    assert the_way(TARGETS, listener(attributes=set_to)).seconds == 120
    assert (
        the_way(TARGETS, listener(attributes=[{"Key": "deletion_protection.enabled", "Value": "true"}])).seconds == 60
    )


def test_it_is_not_known_how_long_a_load_balancer_waits_that_is_elsewhere_or_one_of_several() -> None:
    assert the_way(TARGETS).seconds is None
    assert the_way(TARGETS, listener(), listener(id="Other", balancer="OtherBalancer")).seconds is None


def test_a_rule_hands_its_events_over() -> None:
    way = the_way(event_rule())
    assert (way.kind, way.seconds, way.asynchronous) == ("EventBridge rule", None, True)


@pytest.mark.parametrize(
    "schedule",
    [
        one(
            "AWS::Events::Rule", ScheduleExpression="rate(1 hour)", Targets=[{"Id": "f", "Arn": att("Function", "Arn")}]
        ),
        one("AWS::Scheduler::Schedule", ScheduleExpression="rate(1 hour)", Target={"Arn": att("Function", "Arn")}),
    ],
    ids=["rule", "scheduler"],
)
def test_a_schedule_calls_asynchronously(schedule: dict[str, Any]) -> None:
    way = the_way(schedule)
    assert (way.kind, way.asynchronous) == ("schedule", True)


def test_a_topic_is_a_way_in_where_the_function_is_subscribed() -> None:
    assert the_way(topic()).kind == "SNS topic"
    assert the_way(topic()).asynchronous
    assert ways(topic(subscription={"Protocol": "https"})) == []


def test_a_queue_is_told_from_a_stream() -> None:
    assert the_way(queue(), mapping()).kind == "SQS queue"
    assert the_way(mapping(EventSourceArn="arn:aws:sqs:eu-west-1:111122223333:elsewhere")).kind == "SQS queue"
    assert the_way(mapping(EventSourceArn="arn:aws:kinesis:eu-west-1:111122223333:stream/clicks")).kind == "stream"


def test_a_queue_tells_how_many_calls_it_makes_at_a_time() -> None:
    assert the_way(queue(), mapping(ScalingConfig={"MaximumConcurrency": 7})).concurrency == 7
    assert the_way(queue(), mapping()).concurrency is None


def test_a_bucket_is_a_way_in_as_cloudformation_and_as_cdk_set_it() -> None:
    raw = {"LambdaConfigurations": [{"Event": "s3:ObjectCreated:*", "Function": att("Function", "Arn")}]}
    cdk = {
        "LambdaFunctionConfigurations": [
            {"Events": ["s3:ObjectCreated:*"], "LambdaFunctionArn": att("Function", "Arn")}
        ]
    }
    for way in (
        the_way(one("AWS::S3::Bucket", NotificationConfiguration=raw)),
        the_way(one("Custom::S3BucketNotifications", NotificationConfiguration=cdk)),
    ):
        assert (way.kind, way.asynchronous) == ("S3 bucket", True)


def test_a_pipe_waits_for_what_enriches_and_may_not_wait_for_its_target() -> None:
    way = the_way(one("AWS::Pipes::Pipe", Source="s", Enrichment=att("Function", "Arn"), Target="t"))
    assert (way.kind, way.asynchronous) == ("pipe", False)
    forgotten = {"LambdaFunctionParameters": {"InvocationType": "FIRE_AND_FORGET"}}
    assert the_way(one("AWS::Pipes::Pipe", Target=att("Function", "Arn"), TargetParameters=forgotten)).asynchronous
    assert not the_way(one("AWS::Pipes::Pipe", Target=att("Function", "Arn"))).asynchronous


def machine(**states: Any) -> str:
    """The definition of a state machine."""
    return json.dumps({"StartAt": next(iter(states)), "States": states})


TASK = {"Type": "Task", "Resource": "${Function.Arn}", "End": True}


def test_a_state_machine_waits_as_long_as_its_task() -> None:
    way = the_way(
        one("AWS::StepFunctions::StateMachine", DefinitionString=sub(machine(Rank={**TASK, "TimeoutSeconds": 40})))
    )
    assert (way.kind, way.seconds, way.asynchronous) == ("state machine", 40, False)
    assert the_way(one("AWS::StepFunctions::StateMachine", DefinitionString=sub(machine(Rank=TASK)))).seconds is None


def test_the_task_that_waits_least_is_the_one_that_counts() -> None:
    states = {"A": {**TASK, "TimeoutSeconds": 40}, "B": {**TASK, "TimeoutSeconds": 20}, "C": TASK}
    assert the_way(one("AWS::StepFunctions::StateMachine", DefinitionString=sub(machine(**states)))).seconds == 20


def test_tasks_in_branches_and_maps_are_found() -> None:
    inner = {"StartAt": "Rank", "States": {"Rank": {**TASK, "TimeoutSeconds": 15}}}
    states = {"All": {"Type": "Parallel", "Branches": [inner]}}
    assert the_way(one("AWS::StepFunctions::StateMachine", DefinitionString=sub(machine(**states)))).seconds == 15
    mapped = {"Each": {"Type": "Map", "ItemProcessor": inner}}
    assert the_way(one("AWS::StepFunctions::StateMachine", DefinitionString=sub(machine(**mapped)))).seconds == 15


def test_the_function_that_lambdas_own_integration_calls_is_found() -> None:
    invoke = "arn:aws:states:::lambda:invoke"
    task = {
        "Type": "Task",
        "Resource": invoke,
        "Parameters": {"FunctionName": att("Function", "Arn")},
        "TimeoutSeconds": 9,
    }
    definition = {"StartAt": "Rank", "States": {"Rank": task}}
    assert the_way(one("AWS::StepFunctions::StateMachine", Definition=definition)).seconds == 9
    joined = {
        "Fn::Join": [
            "",
            [
                '{"States":{"R":{"Type":"Task","TimeoutSeconds":8,"Arguments":{"FunctionName":"',
                att("Function", "Arn"),
                '"}}}}',
            ],
        ]
    }
    assert the_way(one("AWS::StepFunctions::StateMachine", DefinitionString=joined)).seconds == 8


def test_a_task_is_found_however_deep_it_stands() -> None:
    task = {**TASK, "Resource": att("Function", "Arn"), "TimeoutSeconds": 5}
    inside: Any = {"StartAt": "Rank", "States": {"Rank": task}}
    for _ in range(60):
        inside = {"StartAt": "All", "States": {"All": {"Type": "Parallel", "Branches": [inside]}}}
    assert the_way(one("AWS::StepFunctions::StateMachine", Definition=inside)).seconds == 5


def test_a_definition_that_leads_back_to_itself_has_an_end() -> None:
    again = {"Fn::FindInMap": ["Branches", "Of", "All"]}
    task = {**TASK, "Resource": att("Function", "Arn"), "TimeoutSeconds": 5}
    states = {"Rank": task, "All": {"Type": "Parallel", "Branches": again}}
    machine = one("AWS::StepFunctions::StateMachine", Definition={"States": states})
    (way,) = ways_of(
        {"a": {**template(function(endpoint=None), machine), "Mappings": {"Branches": {"Of": {"All": [again]}}}}}
    )
    assert way.seconds == 5


@pytest.mark.parametrize("called", ["${Rank}", "${Rank}:live", "arn:aws:lambda:eu-west-1:1:function:${Name}"])
def test_the_function_that_a_substitution_stands_for_is_found(called: str) -> None:
    properties = {
        "DefinitionString": machine(Rank={"Type": "Task", "Resource": called, "TimeoutSeconds": 12}),
        "DefinitionSubstitutions": {"Rank": att("Function", "Arn"), "Name": ref("Function")},
    }
    assert the_way(one("AWS::StepFunctions::StateMachine", **properties)).seconds == 12


def test_a_substitution_that_is_not_given_names_no_function() -> None:
    definition = machine(Rank={"Type": "Task", "Resource": "${Rank}", "TimeoutSeconds": 12})
    assert ways(one("AWS::StepFunctions::StateMachine", DefinitionString=definition)) == []


@pytest.mark.parametrize(
    "definition", ["{", "[" * 100_000, "3", json.dumps({"States": {"A": [1], "B": {"Type": "Task"}}})]
)
def test_a_definition_that_cannot_be_read_names_no_function(definition: str) -> None:
    assert ways(one("AWS::StepFunctions::StateMachine", DefinitionString=definition)) == []


@pytest.mark.parametrize(
    ("named", "how"),
    [
        (att("Function", "Arn"), "attribute"),
        (ref("Function"), "name by reference"),
        (NAME, "plain name"),
        (f"arn:aws:lambda:eu-west-1:111122223333:function:{NAME}", "ARN"),
        (f"arn:aws:lambda:eu-west-1:111122223333:function:{NAME}:live", "ARN with an alias"),
        (ARN, "ARN by Sub"),
        (
            {"Fn::Join": [":", ["arn:aws:lambda", ref("AWS::Region"), ref("AWS::AccountId"), "function", NAME]]},
            "ARN by Join",
        ),
        (
            sub("arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Function}"),
            "reference in an ARN",
        ),
        (sub(URI % "arn:aws:lambda:eu-west-1:111122223333:function:ranking"), "URI of an API"),
        (sub(URI % "${Function.Arn}"), "reference in a URI"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else None,
)
def test_the_function_is_found_however_it_is_named(named: Any, how: str) -> None:
    body = template(function(endpoint=None, FunctionName=NAME), url(TargetFunctionArn=named))
    placed = Template("a", body, region="eu-west-1", account="111122223333")
    assert [way.kind for way in Graph(Assembly([placed])).ways_in] == ["function URL"], how


OTHERS = [
    "arn:aws:sqs:eu-west-1:111122223333:ranking",
    "arn:aws:states:eu-west-1:111122223333:stateMachine:ranking",
    "arn:aws:lambda:eu-west-1:999999999999:function:ranking",
    "arn:aws:lambda:us-east-1:111122223333:function:ranking",
    sub("arn:aws:lambda:${AWS::Region}:${Account}:function:ranking"),
    sub("arn:${AWS::Partition}:apigateway:${AWS::Region}:sqs:path/${AWS::AccountId}/ranking"),
    sub("arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/ranking"),
    "https://example.com/api/ranking",
    "https://sqs.eu-west-1.amazonaws.com/111122223333/ranking",
]


@pytest.mark.parametrize("named", OTHERS, ids=lambda named: named if isinstance(named, str) else named["Fn::Sub"])
def test_what_has_the_functions_name_in_another_service_or_place_is_not_the_function(named: Any) -> None:
    body = template(
        function(endpoint=None, FunctionName=NAME),
        url(TargetFunctionArn=named),
        Parameters={"Account": {"Type": "String"}},
    )
    placed = Template("a", body, region="eu-west-1", account="111122223333")
    assert list(Graph(Assembly([placed])).ways_in) == []


def test_an_account_that_is_told_of_a_stack_that_tells_none_may_be_another() -> None:
    assert ways(url(TargetFunctionArn="arn:aws:lambda:eu-west-1:111122223333:function:ranking"), FunctionName=NAME) == (
        []
    )


@pytest.mark.parametrize("named", ["other", "arn:aws:lambda:eu-west-1:111122223333:function:other", ref("Unset")])
def test_another_function_is_not_taken_for_it(named: Any) -> None:
    body = template(
        function(endpoint=None, FunctionName=NAME),
        url(TargetFunctionArn=named),
        Parameters={"Unset": {"Type": "String"}},
    )
    assert ways_of({"a": body}) == []


@pytest.mark.parametrize("type", ["AWS::Lambda::Alias", "AWS::Lambda::Version"])
def test_a_way_into_an_alias_or_a_version_is_one_into_its_function(type: str) -> None:
    live = resource("Live", type, {"FunctionName": ref("Function"), "Name": "live"}, {})
    assert the_way(live, url(TargetFunctionArn=ref("Live"))).kind == "function URL"


def test_a_function_of_another_stack_is_found_by_its_export() -> None:
    exporting = template(function(endpoint=None)) | {
        "Outputs": {"Arn": {"Value": att("Function", "Arn"), "Export": {"Name": "ranking-arn"}}}
    }
    importing = template(url(TargetFunctionArn={"Fn::ImportValue": "ranking-arn"}))
    (way,) = ways_of({"a": exporting, "b": importing})
    assert (way.function.resource.template.name, way.resource.template.name) == ("a", "b")
    assert ways_of({"b": importing}) == []


def test_a_function_of_another_stack_is_found_by_its_name_where_one_alone_has_it() -> None:
    named = template(function(endpoint=None, FunctionName=NAME))
    calling = template(url(TargetFunctionArn=ARN))
    assert [way.function.resource.template.name for way in ways_of({"a": named, "b": calling})] == ["a"]
    assert ways_of({"a": named, "again": named, "b": calling}) == []


def test_several_ways_into_a_function_are_all_its_own() -> None:
    graph = Graph(Assembly(templates_of({"a": template(function(endpoint=None), url(), queue(), mapping())})))
    (found,) = graph.ways_into.values()
    assert sorted(way.kind for way in found) == ["SQS queue", "function URL"]


def test_a_way_in_whose_condition_does_not_hold_is_none() -> None:
    dropped = url()
    dropped["Url"]["Condition"] = "Never"
    body = template(function(endpoint=None), dropped, Conditions={"Never": {"Fn::Equals": ["a", "b"]}})
    assert ways_of({"a": body}) == []
