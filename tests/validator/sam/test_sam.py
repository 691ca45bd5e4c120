"""A SAM template is read as what SAM makes of it, as far as that is told."""

from dataclasses import replace
from typing import Any

import pytest

from sagewire.validator import Acknowledged
from sagewire.validator.assembly import Assembly
from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import WayIn
from sagewire.validator.odd_acknowledgements import gone_in
from sagewire.validator.samples import att, ref
from sagewire.validator.samples.serving import serverless
from sagewire.validator.template import Resource, Template
from tests.validator.judging import found_in, report_on

SAM = "AWS::Serverless-2016-10-31"
INVOKES = {"Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": ref("Endpoint")}
ASKING: dict[str, Any] = {
    "Runtime": "python3.13",
    "Handler": "app.handler",
    "Timeout": 25,
    "Environment": {"Variables": {"ENDPOINT_NAME": att("Endpoint", "EndpointName")}},
    "Policies": [{"Statement": [INVOKES]}],
}


def sam(events: Any = None, *, shared: Any = None, beside: Any = None, **properties: Any) -> dict[str, Any]:
    """A template with one function, `Ask`, before a serverless endpoint."""
    told = {**ASKING, **properties} | ({"Events": events} if events is not None else {})
    function = {"Type": "AWS::Serverless::Function", "Properties": told}
    body = {"Transform": SAM, "Resources": {**serverless(), "Ask": function, **(beside or {})}}
    return {**body, "Globals": {"Function": shared}} if shared is not None else body


def graph(*given: Any, **more: Any) -> Graph:
    return Graph(Assembly([Template("template.yaml", sam(*given, **more))]))


def made(logical_id: str, *given: Any, **more: Any) -> Resource:
    (template,) = graph(*given, **more).assembly.templates
    return template.resources[logical_id]


def way_in(event: dict[str, Any], **more: Any) -> WayIn:
    (way,) = graph({"Event": event}, **more).ways_in
    return way


def test_a_function_asks_the_endpoint_that_its_own_policies_name() -> None:
    (function,) = graph().functions
    assert [endpoint.resource.logical_id for endpoint in function.endpoints] == ["Endpoint"]
    assert function.timeout == 25
    assert function.role is not None
    assert function.role.resource.logical_id == "AskRole"
    assert function.role.whole


@pytest.mark.parametrize(
    "beside",
    [
        {"Tie": {"Type": "AWS::Serverless::Connector"}},
        {"Other": {"Type": "AWS::Serverless::Application"}},
        {"Made": {"Type": "AWS::Serverless::ToCome"}},
        {"Queue": {"Type": "AWS::SQS::Queue", "Connectors": {"Tie": {}}}},
    ],
)
def test_where_sam_may_add_to_a_role_it_is_not_whole(beside: Any) -> None:
    found = graph(beside=beside)
    (function,) = found.functions
    assert function.role is not None
    assert not function.role.whole
    assert not found.complete


@pytest.mark.parametrize("kind", ["Api", "HttpApi", "SimpleTable", "LayerVersion", "StateMachine", "GraphQLApi"])
def test_what_else_sam_makes_adds_to_no_role(kind: str) -> None:
    assert graph(beside={"Made": {"Type": f"AWS::Serverless::{kind}"}}).complete


@pytest.mark.parametrize(
    ("macro", "complete"),
    [("AWS::LanguageExtensions", True), ("AWS::SecretsManager-2020-07-23", True), ("Ours", False), (["Ours"], False)],
)
def test_a_macro_beside_sam_may_add_anything(macro: Any, complete: bool) -> None:
    body = {**sam(), "Transform": [SAM, macro]}
    assert Template("template.yaml", body).complete is complete


def test_a_function_may_have_a_role_of_its_own() -> None:
    assert "AskRole" not in graph(Role="arn:aws:iam::111122223333:role/ask").assembly.templates[0].resources
    assert made("Ask", Role="arn:aws:iam::111122223333:role/ask")["Role"].text == "arn:aws:iam::111122223333:role/ask"


def test_what_all_functions_share_counts_unless_the_function_says_otherwise() -> None:
    shared = {"Timeout": 900, "MemorySize": 512, "Environment": {"Variables": {"MODE": "fast"}}, "Layers": ["a"]}
    function = made("Ask", shared=shared, Layers=["b"])
    assert function["Timeout"].number == 25
    assert function["MemorySize"].number == 512
    assert set(function["Environment"]["Variables"].entries) == {"MODE", "ENDPOINT_NAME"}
    assert [layer.text for layer in function["Layers"].elements] == ["a", "b"]


@pytest.mark.parametrize("shared", ["text", [], {"Timeout": 900, "Environment": {"Fn::If": ["Some", {}, {}]}}])
def test_what_is_shared_may_be_told_in_any_way(shared: Any) -> None:
    assert made("Ask", shared=shared)["Environment"]["Variables"]["ENDPOINT_NAME"].present


@pytest.mark.parametrize(
    ("event", "kind", "seconds"),
    [
        ({"Type": "Api", "Properties": {"Path": "/", "Method": "post"}}, "REST API", 29),
        ({"Type": "HttpApi"}, "HTTP API", 30),
        ({"Type": "HttpApi", "Properties": {"TimeoutInMillis": 5000}}, "HTTP API", 5),
        ({"Type": "Schedule", "Properties": {"Schedule": "rate(5 minutes)"}}, "schedule", None),
        ({"Type": "ScheduleV2", "Properties": {"ScheduleExpression": "rate(5 minutes)"}}, "schedule", None),
        ({"Type": "EventBridgeRule", "Properties": {"Pattern": {"source": ["shop"]}}}, "EventBridge rule", None),
        ({"Type": "CloudWatchEvent", "Properties": {"Pattern": {"source": ["shop"]}}}, "EventBridge rule", None),
        ({"Type": "SNS", "Properties": {"Topic": "arn:aws:sns:eu-west-1:111122223333:orders"}}, "SNS topic", None),
        ({"Type": "SQS", "Properties": {"Queue": "arn:aws:sqs:eu-west-1:111122223333:orders"}}, "SQS queue", None),
        (
            {"Type": "Kinesis", "Properties": {"Stream": "arn:aws:kinesis:eu-west-1:111122223333:stream/x"}},
            "stream",
            None,
        ),
    ],
)
def test_an_event_is_a_way_in(event: dict[str, Any], kind: str, seconds: float | None) -> None:
    way = way_in(event)
    assert (way.kind, way.seconds) == (kind, seconds)
    assert way.resource.logical_id == "AskEvent"


def test_a_function_url_is_a_way_in() -> None:
    (way,) = graph(FunctionUrlConfig={"AuthType": "NONE", "InvokeMode": "RESPONSE_STREAM"}).ways_in
    assert (way.kind, way.streams) == ("function URL", True)
    assert way.resource["AuthType"].text == "NONE"


def test_a_bucket_tells_the_function_of_its_objects() -> None:
    event = {
        "Type": "S3",
        "Properties": {"Bucket": ref("Uploads"), "Events": "s3:ObjectCreated:*", "Filter": {"S3Key": {}}},
    }
    told = {
        "NotificationConfiguration": {"LambdaConfigurations": [{"Event": "s3:ObjectRemoved:*", "Function": "other"}]}
    }
    bucket = {"Uploads": {"Type": "AWS::S3::Bucket", "Properties": told}}
    way = way_in(event, beside=bucket)
    assert (way.kind, way.resource.logical_id) == ("S3 bucket", "Uploads")
    listed = way.resource["NotificationConfiguration"]["LambdaConfigurations"]
    assert [one["Event"].text for one in listed.elements] == ["s3:ObjectRemoved:*", "s3:ObjectCreated:*"]
    assert way_in(event, beside={"Uploads": {"Type": "AWS::S3::Bucket"}}).kind == "S3 bucket"


@pytest.mark.parametrize("bucket", [{}, {"Uploads": {"Type": "AWS::S3::Bucket", "Properties": {"Fn::If": [1, 2, 3]}}}])
def test_a_bucket_of_which_little_is_known_tells_nothing(bucket: Any) -> None:
    event = {"Type": "S3", "Properties": {"Bucket": ref("Uploads"), "Events": ["s3:ObjectCreated:*"]}}
    assert graph({"Event": event}, beside=bucket).functions


def test_a_queue_may_stand_between_a_topic_and_a_function() -> None:
    event = {"Type": "SNS", "Properties": {"Topic": ref("Topic"), "SqsSubscription": True}}
    (way,) = graph({"Event": event}, beside={"Topic": {"Type": "AWS::SNS::Topic"}}).ways_in
    assert (way.kind, way.resource.logical_id) == ("SQS queue", "AskEventEventSourceMapping")
    given = {"QueueArn": att("Jobs", "Arn"), "QueueUrl": ref("Jobs"), "BatchSize": 3}
    event = {"Type": "SNS", "Properties": {"Topic": ref("Topic"), "SqsSubscription": given}}
    made = graph({"Event": event}, beside={"Topic": {"Type": "AWS::SNS::Topic"}, "Jobs": {"Type": "AWS::SQS::Queue"}})
    (way,) = made.ways_in
    assert (way.resource["EventSourceArn"].reference, way.resource["BatchSize"].number) == (
        made.assembly.templates[0].resources["Jobs"],
        3,
    )


def test_a_batch_of_a_queue_has_what_the_event_says() -> None:
    event = {"Type": "SQS", "Properties": {"Queue": att("Orders", "Arn"), "BatchSize": 5}}
    (mapping,) = graph({"Event": event}, beside={"Orders": {"Type": "AWS::SQS::Queue"}}).mappings
    assert mapping["BatchSize"].number == 5
    assert mapping.function is not None
    assert mapping.function.resource.logical_id == "Ask"


def test_letters_of_which_sam_makes_the_queue_are_kept() -> None:
    for kind in ("EventBridgeRule", "Schedule"):
        event = {
            "Type": kind,
            "Properties": {"DeadLetterConfig": {"Type": "SQS"}, "RetryPolicy": {"MaximumRetryAttempts": 1}},
        }
        (target,) = made("AskEvent", {"Event": event})["Targets"].elements
        assert target["DeadLetterConfig"]["Arn"].unknown
        assert target["RetryPolicy"]["MaximumRetryAttempts"].number == 1
    config = made("AskEventInvokeConfig", EventInvokeConfig={"DestinationConfig": {"OnFailure": {"Type": "SQS"}}})
    assert config["DestinationConfig"]["OnFailure"]["Destination"].unknown
    named = {"DestinationConfig": {"OnFailure": {"Type": "SQS", "Destination": "arn"}}, "MaximumRetryAttempts": 0}
    config = made("AskEventInvokeConfig", EventInvokeConfig=named)
    assert config["DestinationConfig"]["OnFailure"]["Destination"].text == "arn"
    assert config["MaximumRetryAttempts"].number == 0
    assert (
        made("Ask", DeadLetterQueue={"Type": "SQS", "TargetArn": "arn"})["DeadLetterConfig"]["TargetArn"].text == "arn"
    )


def test_an_alias_holds_the_provisioned_concurrency() -> None:
    alias = made(
        "AskAliaslive", AutoPublishAlias="live", ProvisionedConcurrencyConfig={"ProvisionedConcurrentExecutions": 3}
    )
    assert alias["FunctionName"].reference is alias.template.resources["Ask"]
    assert alias["FunctionVersion"].unknown
    assert alias["ProvisionedConcurrencyConfig"]["ProvisionedConcurrentExecutions"].number == 3


def test_what_sam_calls_otherwise_is_called_as_in_cloudformation() -> None:
    function = made("Ask", InlineCode="print()", Tracing="Active")
    assert function["Code"]["ZipFile"].text == "print()"
    assert function["TracingConfig"]["Mode"].text == "Active"


def test_policies_of_sams_own_are_not_known() -> None:
    role = made("AskRole", Policies=[{"SQSPollerPolicy": {"QueueName": "q"}}, "AWSLambdaRole"])
    assert not role["Policies"].complete
    assert not role["ManagedPolicyArns"].complete


def test_policies_of_awss_are_known_by_arn_and_those_in_no_folder_by_name() -> None:
    role = made("AskRole", Policies=["AmazonSageMakerFullAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"])
    ends = [arn.pattern.rpartition("/")[2] for arn in role["ManagedPolicyArns"].elements if arn.pattern]
    assert ends == ["AWSLambdaBasicExecutionRole", "AmazonSageMakerFullAccess", "ReadOnlyAccess"]
    assert role["ManagedPolicyArns"].elements[-1].text == "arn:aws:iam::aws:policy/ReadOnlyAccess"
    assert made("AskRole", Policies="arn:aws:iam::aws:policy/ReadOnlyAccess")["ManagedPolicyArns"].complete


def test_what_is_made_hangs_on_what_the_function_hangs_on() -> None:
    body = sam({"Event": {"Type": "HttpApi"}})
    body["Resources"]["Ask"] |= {"Condition": "Some", "Metadata": {"sagewire": {"peakRate": 2}}}
    template = Template("template.yaml", {**body, "Conditions": {"Some": {"Fn::Equals": ["a", "b"]}}})
    assert [template.resources[one].dropped for one in ("Ask", "AskRole", "AskEvent", "Endpoint")] == [
        True,
        True,
        True,
        False,
    ]
    assert template.resources["Ask"].stated["peakRate"].number == 2
    assert template.resources["AskRole"].metadata.content == {}


def test_an_api_and_a_state_machine_are_read_as_what_they_become() -> None:
    uri = {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Ask.Arn}/invocations"}
    operation = {"post": {"x-amazon-apigateway-integration": {"type": "aws_proxy", "uri": uri}}}
    api = {"Type": "AWS::Serverless::Api", "Properties": {"DefinitionBody": {"paths": {"/": operation}}}}
    (way,) = graph(beside={"Api": api}).ways_in
    assert (way.kind, way.resource.logical_id) == ("REST API", "Api")
    state = {"Type": "Task", "Resource": att("Ask", "Arn"), "End": True}
    machine = {"Definition": {"StartAt": "Ask", "States": {"Ask": state}}, "Role": "arn"}
    (way,) = graph(beside={"Steps": {"Type": "AWS::Serverless::StateMachine", "Properties": machine}}).ways_in
    assert (way.kind, way.resource["RoleArn"].text) == ("state machine", "arn")


@pytest.mark.parametrize(
    "change",
    [
        {"Properties": {"Fn::If": ["Some", {}, {}]}},
        {"Properties": []},
        {"Properties": {"Events": []}},
        {"Properties": {"Events": {"One": "Api", "Two": {"Type": 1}, "Three": {"Type": "SQS", "Properties": 1}}}},
        {
            "Properties": {
                "Policies": 1,
                "FunctionUrlConfig": "x",
                "EventInvokeConfig": [],
                "AutoPublishAlias": ref("A"),
            }
        },
        {"Properties": {"EventInvokeConfig": {"DestinationConfig": "x"}, "DeadLetterQueue": "x"}},
        {"Type": ["AWS::Serverless::Function"]},
        "no resource",
    ],
)
def test_whatever_stands_there_breaks_nothing(change: Any) -> None:
    body = sam()
    body["Resources"]["Ask"] = {**body["Resources"]["Ask"], **change} if isinstance(change, dict) else change
    assert found_in(body) == []


def test_other_macros_are_left_alone() -> None:
    for transform in ("AWS::LanguageExtensions", ["AWS::Include"], None, 1):
        template = Template("template.yaml", {**sam(), "Transform": transform})
        assert template.resources["Ask"].type == "AWS::Serverless::Function"
    assert Template("template.yaml", {**sam(), "Transform": ["AWS::LanguageExtensions", SAM]}).resources["AskRole"]


def test_an_api_that_gives_up_is_found_where_sam_makes_it() -> None:
    asked = {"Type": "HttpApi", "Properties": AUTH}
    assert found_in(sam({"Event": asked}, Timeout=61)) == ["SW106"]
    assert found_in(sam({"Event": asked}, Timeout=25)) == []


def open_to_all(event: Any, *, globals: Any = None, **more: Any) -> list[str]:
    """Where an API that anybody may call is found."""
    body = sam({"Event": event}, Timeout=20, **more)
    report = report_on({**body, **({"Globals": globals} if globals is not None else {})})
    return [f"{found.resource} of {found.origin}" for found in report.findings if found.rule == "SW916"]


AUTH = {"Auth": {"DefaultAuthorizer": "AWS_IAM"}}
API = {"Type": "AWS::Serverless::Api", "Properties": {"StageName": "prod"}}
HTTP_API = {"Type": "AWS::Serverless::HttpApi"}


@pytest.mark.parametrize(
    ("event", "beside", "found"),
    [
        ({"Type": "Api", "Properties": {"Path": "/", "Method": "post"}}, {}, ["AskEvent of Ask"]),
        ({"Type": "HttpApi"}, {}, ["AskEventRoute of Ask"]),
        ({"Type": "Api", "Properties": {"RestApiId": ref("Own")}}, {"Own": API}, ["AskEvent of Ask"]),
        ({"Type": "HttpApi", "Properties": {"ApiId": ref("Own")}}, {"Own": HTTP_API}, ["AskEventRoute of Ask"]),
        ({"Type": "Api", "Properties": AUTH}, {}, []),
        ({"Type": "HttpApi", "Properties": AUTH}, {}, []),
        ({"Type": "Api", "Properties": {"RestApiId": ref("Own")}}, {"Own": {**API, "Properties": AUTH}}, []),
        ({"Type": "Api", "Properties": {"RestApiId": ref("Own")}}, {"Own": {**API, "Properties": "odd"}}, []),
        ({"Type": "Api", "Properties": {"RestApiId": ref("Own")}}, {"Own": {"Type": "AWS::ApiGateway::RestApi"}}, []),
        ({"Type": "Api", "Properties": {"RestApiId": "abc123"}}, {}, []),
    ],
)
def test_an_api_that_asks_nobody_is_open(event: Any, beside: Any, found: list[str]) -> None:
    assert open_to_all(event, beside=beside) == found


@pytest.mark.parametrize("globals", [{"Api": AUTH}, {"Api": "odd"}, "odd", {"Api": {"DefinitionBody": {}}}])
def test_what_all_apis_share_may_say_who_may_call(globals: Any) -> None:
    assert open_to_all({"Type": "Api"}, globals=globals) == []


@pytest.mark.parametrize(
    "endpoint", [{"Type": "PRIVATE"}, "PRIVATE", {"Fn::If": ["Some", {"Type": "EDGE"}, {"Type": "PRIVATE"}]}]
)
@pytest.mark.parametrize("shared", [True, False])
def test_an_api_that_is_private_is_not_open(endpoint: Any, shared: bool) -> None:
    said = {"EndpointConfiguration": endpoint}
    if shared:
        assert open_to_all({"Type": "Api"}, globals={"Api": said}) == []
    else:
        event = {"Type": "Api", "Properties": {"RestApiId": ref("Own")}}
        assert open_to_all(event, beside={"Own": {**API, "Properties": said}}) == []


def test_an_http_api_without_its_own_address_is_not_open() -> None:
    assert open_to_all({"Type": "HttpApi"}, globals={"HttpApi": {"DisableExecuteApiEndpoint": True}}) == []


def test_what_is_found_on_what_sam_makes_is_acknowledged_where_it_is_written() -> None:
    body = sam(FunctionUrlConfig={"AuthType": "NONE"}, Timeout=190)
    assert found_in(body) == ["SW912"]
    given = {"id": "SW912", "reason": "asks for a key itself"}
    body["Resources"]["Ask"]["Metadata"] = {"sagewire": {"acknowledge": [given]}}
    template = Template("template.yaml", body)
    report = report_on(body)
    assert report.findings == []
    (acknowledged,) = report.acknowledged
    assert (acknowledged.finding.resource, acknowledged.finding.origin) == ("AskUrl", "Ask")
    assert list(gone_in([template], replace(report, acknowledged=[_named(acknowledged, template)]))) == []


def _named(acknowledged: Acknowledged, template: Template) -> Acknowledged:
    return replace(acknowledged, finding=replace(acknowledged.finding, template=template.name))
