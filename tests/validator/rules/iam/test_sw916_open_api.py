"""SW916."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw916_open_api import RULE
from sagewire.validator.samples import ref, resource, sub, template
from sagewire.validator.samples.asking_directly import asked, asking_api
from sagewire.validator.samples.invoking import function, http_api, rest_api
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import web_socket_api
from tests.validator.judging import changed, findings_of

OPEN = {"AuthorizationType": "NONE"}


def rest(**method: Any) -> dict[str, Any]:
    return template(serverless(), function(), rest_api(method={**OPEN, **method}))


def changed_api(body: dict[str, Any], **properties: Any) -> dict[str, Any]:
    for name, value in properties.items():
        body = changed(body, ("Api", "Properties", name), value)
    return body


@pytest.mark.parametrize("kind", ["NONE", None])
def test_an_open_method_of_a_rest_api_is_found(kind: str | None) -> None:
    (finding,) = findings_of(RULE, rest(AuthorizationType=kind))
    assert (finding.resource, finding.property) == ("Method", "Properties/AuthorizationType")
    assert finding.message == (
        "Method has no authorization and asks for no API key: anybody may call Function, and the model behind"
    )


@pytest.mark.parametrize(
    "method",
    [
        {"AuthorizationType": "AWS_IAM"},
        {"AuthorizationType": {"Ref": "Unset"}},
        {"ApiKeyRequired": True},
        {"ApiKeyRequired": {"Ref": "Unset"}},
        {"HttpMethod": "OPTIONS"},
    ],
)
def test_a_method_that_asks_for_something_is_left_alone(method: dict[str, Any]) -> None:
    assert not findings_of(RULE, rest(**method))


@pytest.mark.parametrize(
    "api",
    [
        {"EndpointConfiguration": {"Types": ["PRIVATE"]}},
        {"EndpointConfiguration": {"Types": {"Ref": "Unset"}}},
        {"Policy": {"Ref": "Unset"}},
        {"Policy": "{}"},
        {"Policy": {"Statement": []}},
        {"DisableExecuteApiEndpoint": True},
    ],
)
def test_an_api_that_not_everybody_reaches_is_left_alone(api: dict[str, Any]) -> None:
    assert not findings_of(RULE, changed_api(rest(), **api))


def test_an_empty_text_is_no_policy() -> None:
    assert findings_of(RULE, changed_api(rest(), Policy=""))


def test_an_api_behind_a_firewall_is_left_alone() -> None:
    stage = resource("Stage", "AWS::ApiGateway::Stage", {"RestApiId": ref("Api")}, {})
    arn = sub("arn:${AWS::Partition}:apigateway:${AWS::Region}::/restapis/${Api}/stages/${Stage}")
    wall = resource("Wall", "AWS::WAFv2::WebACLAssociation", {"ResourceArn": arn, "WebACLArn": "arn"}, {})
    body = rest()
    body["Resources"].update({**stage, **wall})
    assert not findings_of(RULE, body)


def test_an_open_route_of_an_http_api_is_found() -> None:
    body = template(serverless(), function(), http_api())
    assert not findings_of(RULE, body)
    opened = changed(body, ("Route", "Properties", "AuthorizationType"), None)
    assert [finding.resource for finding in findings_of(RULE, opened)] == ["Route"]


def test_an_open_connection_of_a_web_socket_api_is_found() -> None:
    body = template(serverless(), function(), web_socket_api())
    assert not findings_of(RULE, body)
    opened = changed(body, ("ConnectRoute", "Properties", "AuthorizationType"), "NONE")
    assert [finding.resource for finding in findings_of(RULE, opened)] == ["ConnectRoute"]


def test_functions_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert not findings_of(RULE, template(serverless(), function(endpoint=None), rest_api(method=OPEN)))


def test_an_open_method_that_asks_the_endpoint_itself_is_found() -> None:
    (finding,) = findings_of(RULE, template(serverless(), asking_api(method=OPEN)))
    assert finding.message == "Method has no authorization and asks for no API key: anybody may call Endpoint"
    assert not findings_of(RULE, template(serverless(), asking_api()))
    assert not findings_of(RULE, template(serverless(), asking_api(method={**OPEN, "ApiKeyRequired": True})))


def test_the_endpoint_may_be_another_stack_s() -> None:
    elsewhere = {"Uri": asked(name="ranking"), "Type": "AWS", "Credentials": "arn:aws:iam::111122223333:role/x"}
    (finding,) = findings_of(RULE, template(rest_api(integration=elsewhere, method=OPEN)))
    assert finding.message.endswith("anybody may call ranking")
