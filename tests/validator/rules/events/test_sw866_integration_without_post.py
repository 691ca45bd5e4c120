"""SW866."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw866_integration_without_post import RULE
from sagewire.validator.samples import Resources, att, resource, template, without
from sagewire.validator.samples.invoking import CALLED_BY_API, function, http_api, permission, rest_api
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.samples.waiting import web_socket_api
from tests.validator.judging import changed, findings_of, only_finding

ASKING = function(action="sagemaker:InvokeEndpointAsync", Timeout=20)
OTHER_ACTION = {"Fn::Sub": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${Function.Arn}"}
METHOD = ("Method", "Properties", "Integration", "IntegrationHttpMethod")


def _of(api: Resources, asking: Resources = ASKING) -> dict[str, Any]:
    return template(asynchronous(), asking, api)


def _is_found(body: dict[str, Any]) -> bool:
    return [finding.rule for finding in findings_of(RULE, body)] == ["SW866"]


def _document(kind: str, **integration: Any) -> Resources:
    said = {"uri": CALLED_BY_API, "type": "aws_proxy", **integration}
    body = {"paths": {"/": {"post": {"x-amazon-apigateway-integration": said}}}}
    return {
        **resource("Api", kind, {"Body": body}, {}),
        **permission("apigateway.amazonaws.com", "arn:aws:execute-api:*"),
    }


@pytest.mark.parametrize(
    ("api", "place"),
    [
        (rest_api(integration={"IntegrationHttpMethod": "PUT"}), "Method/Properties/Integration/IntegrationHttpMethod"),
        (http_api(IntegrationMethod="PUT"), "Integration/Properties/IntegrationMethod"),
        (web_socket_api(IntegrationMethod="PUT"), "Integration/Properties/IntegrationMethod"),
    ],
)
def test_another_method_is_found(api: Resources, place: str) -> None:
    finding = only_finding(RULE, _of(api))
    assert (finding.found, f"{finding.resource}/{finding.property}") == ("PUT", place)
    assert "calls Function is PUT" in finding.message


@pytest.mark.parametrize("kind", ["AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"])
def test_another_method_in_a_document_is_found(kind: str) -> None:
    assert _is_found(_of(_document(kind, httpMethod="get")))
    for sound in ("post", "POST", None):
        assert not _is_found(_of(_document(kind, httpMethod=sound) if sound else _document(kind)))


def test_no_method_is_found_in_a_rest_api_alone() -> None:
    finding = only_finding(RULE, changed(_of(rest_api()), METHOD, None))
    assert (finding.found, finding.resource) == ("not set", "Method")
    assert not _is_found(_of(http_api()))
    assert not _is_found(_of(web_socket_api()))


@pytest.mark.parametrize("method", ["POST", "post", "ANY", {"Fn::ImportValue": "method"}])
def test_post_and_what_may_be_that_is_sound(method: Any) -> None:
    assert not _is_found(_of(rest_api(integration={"IntegrationHttpMethod": method})))
    assert not _is_found(_of(http_api(IntegrationMethod=method)))


@pytest.mark.parametrize("kind", ["AWS", "AWS_PROXY"])
def test_both_types_that_call_functions_are_looked_at(kind: str) -> None:
    assert _is_found(_of(rest_api(integration={"Type": kind, "IntegrationHttpMethod": "GET"})))


@pytest.mark.parametrize("kind", ["HTTP_PROXY", "MOCK", {"Fn::ImportValue": "type"}])
def test_other_types_are_not_looked_at(kind: Any) -> None:
    assert not _is_found(_of(rest_api(integration={"Type": kind, "IntegrationHttpMethod": "GET"})))
    assert not _is_found(_of(http_api(IntegrationType=kind, IntegrationMethod="GET")))


@pytest.mark.parametrize("uri", [OTHER_ACTION, att("Function", "Arn")])
def test_other_actions_of_lambda_have_other_methods(uri: Any) -> None:
    of_aws = {"Type": "AWS", "IntegrationHttpMethod": "GET", "Uri": uri}
    assert not _is_found(_of(rest_api(integration=of_aws)))


def test_a_function_that_is_no_part_of_inference_is_not_looked_at() -> None:
    api = rest_api(integration={"IntegrationHttpMethod": "GET"})
    assert not _is_found(_of(api, asking=function(endpoint=None, Timeout=20)))


def test_a_function_that_may_be_another_is_not_looked_at() -> None:
    either = {"Fn::If": ["Open", CALLED_BY_API, {"Fn::ImportValue": "uri"}]}
    body = _of(rest_api(integration={"IntegrationHttpMethod": "GET", "Uri": either}))
    conditions = {"Open": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}}
    assert not _is_found({**body, "Conditions": conditions, "Parameters": {"Stage": {"Type": "String"}}})


def test_an_api_that_has_just_one_integration_makes_it_itself() -> None:
    api = resource("Api", "AWS::ApiGatewayV2::Api", {"ProtocolType": "HTTP", "Target": att("Function", "Arn")}, {})
    assert not _is_found(_of({**without(http_api(), "Api", "Integration", "Route"), **api}))
