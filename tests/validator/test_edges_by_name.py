"""A text leads to a resource only where it certainly is that resource's name, or its ARN."""

from typing import Any

import pytest

from sagewire.validator.assembly import Assembly
from sagewire.validator.graph import Graph
from sagewire.validator.samples import Resources, att, ref, resource, sub, template, without
from sagewire.validator.samples.invoking import event_rule, function, http_api, mapping, queue, rest_api
from sagewire.validator.samples.serving import component, component_host, endpoint, serverless
from sagewire.validator.template import Template
from tests.validator.judging import found_in

ELSEWHERE = "arn:aws:iam::111122223333:role/worker"
OF_ENDPOINTS = "arn:aws:sagemaker:eu-west-1:111122223333:endpoint"
STAGE = {"Stage": {"Type": "String"}}


def named(name: Any, *, stated: dict[str, Any] | None = None) -> Resources:
    """A serverless endpoint of this name."""
    parts = dict(serverless(stated=stated))
    return {**parts, "Endpoint": {**parts["Endpoint"], "Properties": {**properties(parts), "EndpointName": name}}}


def properties(parts: Resources) -> dict[str, Any]:
    """Those of the endpoint."""
    return dict(parts["Endpoint"]["Properties"])


def asking(variables: dict[str, Any], *, role: str | None = ELSEWHERE) -> Resources:
    """A function with these variables, whose role is elsewhere, or may ask any endpoint of some other name."""
    if role:
        return without(function(endpoint=None, variables=variables, Role=role), "FunctionRole")
    other = {"Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": f"{OF_ENDPOINTS}/other"}
    return function(endpoint=None, variables=variables, statements=[other])


def asked(*parts: Resources) -> list[str]:
    """The endpoints that the functions of a template ask."""
    body = template(*parts, Parameters=STAGE)
    placed = Template("a", body, region="eu-west-1", account="111122223333")
    return [one.resource.logical_id for each in Graph(Assembly([placed])).functions for one in each.endpoints]


@pytest.mark.parametrize(
    "variables",
    [
        {"STAGE": "prod"},
        {"TABLE": "arn:aws:dynamodb:eu-west-1:111122223333:table/prod"},
        {"ENDPOINT_TABLE": "arn:aws:dynamodb:eu-west-1:111122223333:table/prod"},
        {"QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/111122223333/prod"},
        {"ENDPOINT_URL": "https://example.com/prod"},
        {"ENDPOINT_ARN": "arn:aws:sagemaker:us-east-1:111122223333:endpoint/prod"},
        {"LOG_GROUP": sub("/aws/sagemaker/Endpoints/${Endpoint.EndpointName}")},
        {"ENDPOINT_LOG": sub("/aws/sagemaker/Endpoints/${Endpoint.EndpointName}")},
    ],
    ids=lambda variables: next(iter(variables)),
)
def test_what_has_an_endpoints_name_is_not_always_the_endpoint(variables: dict[str, Any]) -> None:
    assert asked(named("prod"), asking(variables)) == []


@pytest.mark.parametrize(
    "variables",
    [
        {"ENDPOINT_NAME": "prod"},
        {"rankingEndpoint": "prod"},
        {"ENDPOINT_NAME": "prod", "ENDPOINT_ARN": f"{OF_ENDPOINTS}/prod"},
        {"TARGET": att("Endpoint", "EndpointName")},
        {"TARGET": ref("Endpoint")},
        {"TARGET": {"Fn::Select": [1, {"Fn::Split": ["/", ref("Endpoint")]}]}},
        {
            "TARGET": sub(
                "arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:endpoint/${Endpoint.EndpointName}"
            )
        },
    ],
    ids=["name", "camel case", "name and ARN", "attribute", "reference", "part of the ARN", "ARN"],
)
def test_the_endpoints_name_and_its_arn_are_the_endpoint(variables: dict[str, Any]) -> None:
    assert asked(named("prod"), asking(variables)) == ["Endpoint"]


def test_a_plain_name_in_any_variable_counts_where_the_role_may_invoke() -> None:
    assert asked(named("prod"), asking({"TARGET": "prod"}, role=None)) == ["Endpoint"]


@pytest.mark.parametrize("name", [ref("Stage"), sub("${Stage}-ranking"), sub("${AWS::StackName}-ranking")])
def test_a_name_made_of_a_parameter_that_is_not_known_is_the_same_elsewhere(name: Any) -> None:
    assert asked(named(name), asking({"ENDPOINT_NAME": name})) == ["Endpoint"]
    assert asked(named(name), asking({"ENDPOINT_NAME": sub("other-${Stage}")})) == []


def test_a_stage_that_names_the_endpoint_too_is_not_the_endpoint() -> None:
    assert asked(named(ref("Stage")), asking({"STAGE": ref("Stage")})) == []


def test_two_endpoints_that_are_named_are_both_asked() -> None:
    parts = [named("prod"), endpoint("Other", EndpointName="other")]
    assert asked(*parts, asking({"ENDPOINT_A": "prod", "ENDPOINT_B": "other"})) == ["Endpoint", "Other"]


def test_of_two_regions_endpoints_of_one_name_that_of_the_functions_region_is_asked() -> None:
    serving = template(named("prod"))
    calling = template(asking({"ENDPOINT_NAME": "prod"}))
    stacks = [
        Template("a", serving, region="eu-west-1"),
        Template("b", serving, region="us-east-1"),
        Template("c", calling, region="us-east-1"),
    ]
    (asks,) = Graph(Assembly(stacks)).paths
    assert asks.endpoint.resource.template.name == "b"


def test_a_component_that_two_variables_name_is_the_one_that_is_asked() -> None:
    others = {f"Other{id}": part for id, part in component().items()}
    parts = [component_host(), component(InferenceComponentName="ranker"), others]
    variables = {"ENDPOINT": att("Endpoint", "EndpointName"), "COMPONENT": "ranker", "AGAIN": "ranker"}
    (path,) = Graph(Assembly([Template("a", template(*parts, asking(variables)))])).paths
    assert [model.resource.logical_id for model in path.function.models_of(path.endpoint)] == ["ComponentModel"]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://sqs.eu-west-1.amazonaws.com/111122223333/requests", True),
        (sub("https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/requests"), True),
        (sub("arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:requests"), True),
        ("https://sqs.us-east-1.amazonaws.com/111122223333/requests", False),
        ("https://sqs.eu-west-1.amazonaws.com/999999999999/requests", False),
        ("https://example.com/111122223333/requests", False),
    ],
)
def test_a_queue_is_found_by_its_url_and_its_arn(url: Any, found: bool) -> None:
    policy = resource("Policy", "AWS::SQS::QueuePolicy", {"Queues": [url]}, {})
    body = template(queue(QueueName="requests"), policy)
    graph = Graph(Assembly([Template("a", body, region="eu-west-1", account="111122223333")]))
    (of_policy,) = graph.of_type("AWS::SQS::QueuePolicy")
    named = graph.queue_behind(of_policy["Queues"][0])
    assert (named is not None and named.resource.logical_id == "Requests") is found


def rule(arn: Any) -> Resources:
    """A rule that calls something."""
    return resource(
        "Rule", "AWS::Events::Rule", {"EventPattern": {"source": ["pages"]}, "Targets": [{"Id": "a", "Arn": arn}]}, {}
    )


WORKER = {**serverless(), **function(FunctionName="worker")}
_API = "arn:${AWS::Partition}:apigateway:${AWS::Region}"
QUIET: dict[str, Resources] = {
    "a rule of a queue": {
        **WORKER,
        **rule(sub("arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:worker")),
    },
    "an API of a queue": without(
        {**WORKER, **rest_api(integration={"Type": "AWS", "Uri": sub(f"{_API}:sqs:path/${{AWS::AccountId}}/worker")})},
        "Permission",
    ),
    "an API of a workflow": without(
        {
            **serverless(),
            **function(FunctionName="StartExecution"),
            **rest_api(integration={"Type": "AWS", "Uri": sub(f"{_API}:states:action/StartExecution")}),
        },
        "Permission",
    ),
    "a REST API of a server": without(
        {**WORKER, **rest_api(integration={"Type": "HTTP_PROXY", "Uri": "https://example.com/api/worker"})},
        "Permission",
    ),
    "an HTTP API of a server": without(
        {**WORKER, **http_api(IntegrationType="HTTP_PROXY", IntegrationUri="https://example.com/api/worker")},
        "Permission",
    ),
    "a topic of another account's function": {
        **WORKER,
        **resource("Topic", "AWS::SNS::Topic", {}, {}),
        **resource(
            "Subscription",
            "AWS::SNS::Subscription",
            {
                "Protocol": "lambda",
                "TopicArn": ref("Topic"),
                "Endpoint": "arn:aws:lambda:eu-west-1:999999999999:function:worker",
            },
            {},
        ),
    },
    "a stream named like a queue": {
        **serverless(),
        **function(),
        **queue(QueueName="requests", VisibilityTimeout=30),
        **mapping(EventSourceArn="arn:aws:kinesis:us-east-1:111122223333:stream/requests", StartingPosition="LATEST"),
    },
    "another account's queue": {
        **serverless(),
        **function(),
        **queue(QueueName="requests", VisibilityTimeout=30),
        **mapping(EventSourceArn="arn:aws:sqs:us-east-1:999999999999:requests"),
    },
    "a rule of another function than the queue": {
        **serverless(),
        **function(),
        **queue(QueueName="worker"),
        **mapping(),
        **rule("arn:aws:lambda:us-east-1:111122223333:function:worker"),
    },
}
_EDGES = {"SW801", "SW809", "SW821", "SW823", "SW834", "SW840"}


@pytest.mark.parametrize("parts", QUIET.values(), ids=QUIET)
def test_nothing_is_said_of_what_only_has_the_same_name(parts: Resources) -> None:
    assert not _EDGES.intersection(found_in(template(parts), region="us-east-1"))


def test_a_function_that_others_are_told_of_may_be_called_by_their_leave() -> None:
    body = template(serverless(), function(), without(event_rule(), "RulePermission"))
    assert "SW809" in found_in(body)
    exported = {"Arn": {"Value": att("Function", "Arn"), "Export": {"Name": "ranking-function"}}}
    assert "SW809" not in found_in({**body, "Outputs": exported})


@pytest.mark.parametrize(
    ("arn", "found"),
    [
        (sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/rank"), "Rank"),
        (sub("arn:aws:iam::${AWS::AccountId}:role/service-role/rank"), "Rank"),
        ("arn:aws:iam::111122223333:role/rank", "Rank"),
        ("arn:aws:iam::444455556666:role/rank", None),
        (sub("arn:aws:iam::${AWS::AccountId}:role/rank-other"), None),
        (sub("arn:aws:iam::${AWS::AccountId}:user/rank"), None),
    ],
)
def test_a_role_is_known_by_its_name(arn: Any, found: str | None) -> None:
    role = resource("Rank", "AWS::IAM::Role", {"RoleName": "rank", "AssumeRolePolicyDocument": {}}, {})
    body = template(asking({}, role=arn), role)
    placed = Template("a", body, region="eu-west-1", account="111122223333")
    (function,) = Graph(Assembly([placed])).functions
    assert (function.role.resource.logical_id if function.role else None) == found
