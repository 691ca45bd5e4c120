"""REST APIs that ask an endpoint themselves, with no function between them."""

from collections.abc import Mapping
from typing import Any

import pytest

from sagewire.validator.assembly import Assembly
from sagewire.validator.graph import Graph
from sagewire.validator.graph.direct_call import DirectCall
from sagewire.validator.judge import templates_of
from sagewire.validator.samples import Resources, att, ref, resource, sub, template
from sagewire.validator.samples.asking_directly import asked, asking_api
from sagewire.validator.samples.invoking import rest_api
from sagewire.validator.samples.serving import (
    asynchronous,
    component,
    component_host,
    endpoint,
    real_time,
    serverless,
)
from tests.validator.judging import found_in, report_on


def calls(*parts: Resources, **sections: Any) -> list[DirectCall]:
    return list(Graph(Assembly(templates_of({"a": template(*parts, **sections)}))).direct_calls)


def asking(uri: Any, *parts: Resources, **sections: Any) -> list[str | None]:
    """Which endpoints are asked by an integration that calls this."""
    found = calls(real_time(), asking_api(integration={"Uri": uri}), *parts, **sections)
    return [call.endpoint.resource.logical_id if call.endpoint else None for call in found]


@pytest.mark.parametrize("serving", [real_time(), serverless(), component_host()])
def test_a_sound_api_breaks_no_rule(serving: Resources) -> None:
    named = {"integration.request.header.X-Amzn-SageMaker-Inference-Component": "'ranking'"}
    assert found_in(template(serving, asking_api(integration={"RequestParameters": named}))) == []


def test_a_sound_api_of_an_asynchronous_endpoint_breaks_no_rule() -> None:
    api = asking_api(how="async-invocations", action="sagemaker:InvokeEndpointAsync")
    assert found_in(template(asynchronous(), api)) == []


@pytest.mark.parametrize(
    ("how", "action"),
    [
        ("invocations", "InvokeEndpoint"),
        ("async-invocations", "InvokeEndpointAsync"),
        ("invocations-response-stream", "InvokeEndpointWithResponseStream"),
    ],
)
def test_the_address_tells_what_is_done(how: str, action: str) -> None:
    (call,) = calls(real_time(), asking_api(how=how))
    assert (call.how, call.action, call.called) == (how, f"sagemaker:{action}", "Endpoint")
    assert call.role is not None
    assert call.resource.logical_id == "Method"


@pytest.mark.parametrize(
    "uri",
    [
        asked(),
        sub("arn:aws:apigateway:us-east-1:runtime.sagemaker:path//endpoints/${Endpoint.EndpointName}/invocations"),
        {"Fn::Join": ["/", [sub("arn:aws:apigateway:${AWS::Region}:runtime.sagemaker:path"), "endpoints",
                            att("Endpoint", "EndpointName"), "invocations"]]},
    ],
)  # fmt: skip
def test_an_endpoint_may_be_named_by_a_reference(uri: Any) -> None:
    assert asking(uri) == ["Endpoint"]


@pytest.mark.parametrize("name", ["ranking", {"Ref": "Named"}, {"Fn::Sub": "${Named}-1"}])
def test_an_endpoint_may_be_named_by_its_name(name: Any) -> None:
    written = name if isinstance(name, str) else "${Named}" if "Ref" in name else "${Named}-1"
    named = {"Parameters": {"Named": {"Type": "String"}}}
    assert asking(asked(name=written), endpoint(EndpointName=name), **named) == ["Endpoint"]


@pytest.mark.parametrize("name", ["other", "${Endpoint.EndpointName}-1", "${Unset}", "{name}"])
def test_an_endpoint_that_is_not_here_is_still_asked(name: str) -> None:
    uri = asked(name=name)
    assert asking(uri, endpoint(EndpointName="ranking"), Parameters={"Unset": {"Type": "String"}}) == [None]


@pytest.mark.parametrize(
    "uri",
    [
        "arn:aws:apigateway:us-east-1:sagemaker:path/endpoints/ranking/invocations",
        "arn:aws:apigateway:us-east-1:runtime.sagemaker:action/InvokeEndpoint",
        "arn:aws:apigateway:us-east-1:runtime.sagemaker:path/endpoints/a/b/invocations",
        "arn:aws:apigateway:us-east-1:runtime.sagemaker:path/endpoints/ranking/ping",
        "https://runtime.sagemaker.us-east-1.amazonaws.com/endpoints/ranking/invocations",
        ref("Unset"),
        None,
    ],
)
def test_other_addresses_ask_no_endpoint(uri: Any) -> None:
    assert asking(uri, Parameters={"Unset": {"Type": "String"}}) == []


def test_other_apis_do_not_ask_like_that() -> None:
    integration = {"ApiId": ref("Http"), "IntegrationType": "AWS_PROXY", "IntegrationUri": asked()}
    http = {
        **resource("Http", "AWS::ApiGatewayV2::Api", {"Name": "ranking", "ProtocolType": "HTTP"}, {}),
        **resource("Integration", "AWS::ApiGatewayV2::Integration", integration, {}),
    }
    assert calls(real_time(), http) == []
    assert calls(real_time(), rest_api()) == []


def test_an_integration_may_stand_in_a_document() -> None:
    made = {
        "type": "aws",
        "httpMethod": "POST",
        "uri": asked(),
        "credentials": att("ApiRole", "Arn"),
        "timeoutInMillis": 9000,
    }
    body = {"paths": {"/": {"post": {"x-amazon-apigateway-integration": made}}}}
    api = resource("Api", "AWS::ApiGateway::RestApi", {"Name": "ranking", "Body": body}, {})
    (call,) = calls(real_time(), {"ApiRole": asking_api()["ApiRole"], **api})
    assert (call.resource.logical_id, call.seconds) == ("Api", 9)
    assert call.role is not None
    assert call.integration.method is not None
    assert call.integration.method.text == "POST"


@pytest.mark.parametrize(
    "credentials", [None, "arn:aws:iam::111122223333:role/x", {"Fn::If": ["Open", att("ApiRole", "Arn"), "x"]}]
)
def test_a_role_that_is_not_certain_is_none(credentials: Any) -> None:
    open_to = {"Open": {"Fn::Equals": [ref("Unset"), "a"]}}
    (call,) = calls(
        real_time(),
        asking_api(integration={"Credentials": credentials}),
        Parameters={"Unset": {"Type": "String"}},
        Conditions=open_to,
    )
    assert call.role is None


@pytest.mark.parametrize(
    ("serving", "how", "taken"),
    [
        (real_time(), "invocations", "invocations"),
        (real_time(), "async-invocations", "invocations"),
        (serverless(), "async-invocations", "invocations"),
        (real_time(), "invocations-response-stream", "invocations-response-stream"),
        (asynchronous(), "invocations", "async-invocations"),
        (asynchronous(), "async-invocations", "async-invocations"),
        (asynchronous(), "invocations-response-stream", "async-invocations"),
        (endpoint(EndpointConfigName="elsewhere"), "async-invocations", "async-invocations"),
        ({}, "async-invocations", "async-invocations"),
    ],
)
def test_the_kind_of_an_endpoint_tells_how_it_is_asked(serving: Resources, how: str, taken: str) -> None:
    (call,) = calls(serving, asking_api(how=how))
    assert call.how_taken == taken


@pytest.mark.parametrize(
    ("serving", "how", "waits"),
    [
        (real_time(), "invocations", True),
        (serverless(), "invocations", True),
        (real_time(), "invocations-response-stream", False),
        (asynchronous(), "invocations", False),
        (asynchronous(), "async-invocations", False),
        (endpoint(EndpointConfigName="elsewhere"), "invocations", False),
        ({}, "invocations", False),
    ],
)
def test_it_waits_for_what_answers_at_once(serving: Resources, how: str, waits: bool) -> None:
    (call,) = calls(serving, asking_api(how=how))
    assert call.waits is waits


def test_the_slowest_model_counts() -> None:
    (call,) = calls(real_time(stated={"latencyMilliseconds": 1500}), asking_api())
    assert call.latency == 1.5
    (call,) = calls(real_time(), asking_api())
    assert call.latency is None


def test_of_several_components_it_is_not_known_which_is_asked() -> None:
    slow = component(stated={"latencyMilliseconds": 1500})
    (call,) = calls(component_host(), slow, asking_api())
    assert call.latency == 1.5
    second = {"Second": slow["Component"]}
    (call,) = calls(component_host(), slow, second, asking_api())
    assert (call.models, call.latency) == ((), None)


def test_the_report_shows_the_way() -> None:
    stated = {"latencyMilliseconds": 1500}
    (path,) = report_on(template(real_time(stated=stated), asking_api())).paths
    assert path.id == "Method > Endpoint"
    assert [(hop.kind, hop.seconds, hop.stated) for hop in path.hops] == [
        ("REST API", 29, False),
        ("real-time endpoint", 60, False),
        ("model", 1.5, True),
    ]
    api, serving, _ = path.hops
    assert (api.request, api.response) == (10_485_760, 10_485_760)
    assert (serving.request, serving.response) == (6_291_456, 6_291_456)


def test_nothing_comes_back_of_an_asynchronous_endpoint() -> None:
    (path,) = report_on(template(asynchronous(), asking_api(how="async-invocations"))).paths
    assert [(hop.kind, hop.seconds, hop.response) for hop in path.hops] == [
        ("REST API", 29, 10_485_760),
        ("asynchronous endpoint", 3600, None),
    ]


def test_an_endpoint_that_is_not_here_has_no_way_to_it() -> None:
    assert not report_on(template(asking_api())).paths


def test_ways_of_one_name_are_told_apart() -> None:
    body: Mapping[str, Any] = template(real_time(), asking_api())
    assert [path.id for path in report_on(body, body).paths] == [
        "0.template.json: Method > Endpoint",
        "1.template.json: Method > Endpoint",
    ]
