"""A permission of API Gateway's is for the requests that its SourceArn fits."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw823_api_may_not_call import RULE
from sagewire.validator.samples import Resources, att, ref, resource, sub, template, without
from sagewire.validator.samples.invoking import function, http_api, permission, rest_api
from sagewire.validator.samples.serving import asynchronous
from tests.validator.judging import findings_of, found_in

GATEWAY = "apigateway.amazonaws.com"
EXECUTED = "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:"


def of(api: Resources, *sources: Any, **more: Any) -> dict[str, Any]:
    """An API, and permissions of these sources."""
    handing_over = function(action="sagemaker:InvokeEndpointAsync", Timeout=20)
    given = [permission(GATEWAY, source, id=f"Permission{n}") for n, source in enumerate(sources)]
    return template(asynchronous(), handing_over, without(api, "Permission"), *given, **more)


def executed(end: str) -> Any:
    return sub(f"{EXECUTED}${{Api}}{end}")


def rest(method: Any, *path: Any) -> Resources:
    """A method of a REST API at a path."""
    api = rest_api(method={"HttpMethod": method, "ResourceId": ref(f"At{len(path)}") if path else None})
    if not path:
        api["Method"]["Properties"]["ResourceId"] = att("Api", "RootResourceId")
    for n, part in enumerate(path, 1):
        above = ref(f"At{n - 1}") if n > 1 else att("Api", "RootResourceId")
        properties = {"RestApiId": ref("Api"), "ParentId": above, "PathPart": part}
        api |= resource(f"At{n}", "AWS::ApiGateway::Resource", properties, {})
    return api


def http(key: Any, **changes: Any) -> Resources:
    """A route of an HTTP API."""
    api = http_api()
    api["Route"]["Properties"] |= {"RouteKey": key, **changes}
    return api


def web_socket(key: str) -> Resources:
    api = http(key)
    api["Api"]["Properties"] |= {"ProtocolType": "WEBSOCKET", "RouteSelectionExpression": "$request.body.action"}
    return api


POST = rest("POST", "predict")
ITEM = rest("POST", "items", "{id}", "score")
GREEDY = rest("ANY", "models", "{proxy+}")


@pytest.mark.parametrize(
    ("api", "source", "named"),
    [
        (POST, "/*/GET/predict", "POST /predict"),
        (POST, "/*/POST/other", "POST /predict"),
        (POST, "/*/POST/predict/*", "POST /predict"),
        (POST, "/*/*/predictions", "POST /predict"),
        (POST, "/*/GET/*", "POST /predict"),
        (POST, "/${Stage}/GET/predict", "POST /predict"),
        (POST, "/test-invoke-stage/POST/predict", "POST /predict"),
        (POST, "/authorizers/x", "POST /predict"),
        (rest("POST"), "/*/GET/", "POST /"),
        (rest("POST"), "/*/POST/predict", "POST /"),
        (ITEM, "/*/POST/items/*/other", "POST /items/{id}/score"),
        (ITEM, "/*/GET/items/{id}/score", "POST /items/{id}/score"),
        (http("POST /predict"), "/*/*/other", "POST /predict"),
        (http("POST /predict"), "/*/GET/predict", "POST /predict"),
        (http("GET /items/{id}"), "/*/*/other/{id}", "GET /items/{id}"),
        (web_socket("ask"), "/*/$connect", "ask"),
        (web_socket("$connect"), "/*/ask", "$connect"),
    ],
)
def test_the_permission_of_another_request_does_not_help(api: Resources, source: str, named: str) -> None:
    stage = {"Stage": {"Type": "String"}}
    (finding,) = findings_of(RULE, of(api, executed(source), Parameters=stage))
    assert finding.message == f"no permission lets API Gateway call Function for {named} of Api"
    assert finding.property in ("Properties/HttpMethod", "Properties/RouteKey")


@pytest.mark.parametrize(
    ("api", "source"),
    [
        (POST, "/*/POST/predict"),
        (POST, "/*/*/predict"),
        (POST, "/*/POST/*"),
        (POST, "/*/*/*"),
        (POST, "/*"),
        (POST, "*"),
        (POST, "/prod/POST/pre*"),
        (POST, "/*/POST/predict/"),
        (POST, "/*/????/predict"),
        (POST, "/${Stage}/POST/predict"),
        (POST, "${Stage}"),
        (rest("post", "predict"), "/*/POST/predict"),
        (rest("POST"), "/*/POST/"),
        (rest("POST"), "/*/POST"),
        (rest("POST"), "/*/POST/*"),
        (rest("ANY", "predict"), "/*/GET/predict"),
        (rest(ref("Stage"), "predict"), "/*/GET/predict"),
        (rest("POST", ref("Stage")), "/*/POST/predict"),
        (rest("POST", "a", "b"), "/*/POST/a/b"),
        (ITEM, "/*/POST/items/*/score"),
        (ITEM, "/*/POST/items/{id}/score"),
        (ITEM, "/*/POST/items/{other}/score"),
        (ITEM, "/*/POST/items/7/score"),
        (ITEM, "/*/POST/items/*"),
        (GREEDY, "/*/*/models/*"),
        (GREEDY, "/*/*/models/{proxy+}"),
        (GREEDY, "/*/GET/models/a/b/c"),
        (http("POST /predict"), "/*/*/predict"),
        (http("POST /predict"), "/$default/POST/predict"),
        (http("ANY /predict"), "/*/GET/predict"),
        (http("POST /items/{id}"), "/*/*/items/{id}"),
        (http("POST /items/{id}"), "/*/*/items/*"),
        (http("$default"), "/*/*/other"),
        (http("$default"), "/*/$default"),
        (http(ref("Stage")), "/*/*/other"),
        (http("POST /predict", Target={"Fn::ImportValue": "target"}), "/*/*/other"),
        (web_socket("ask"), "/*ask"),
        (web_socket("ask"), "/*/ask"),
        (web_socket("$connect"), "/*/$connect"),
    ],
)
def test_the_permission_that_may_be_for_the_request_is_enough(api: Resources, source: str) -> None:
    stage = {"Stage": {"Type": "String"}}
    assert "SW823" not in found_in(of(api, executed(source), Parameters=stage))


@pytest.mark.parametrize("source", [None, {"Fn::ImportValue": "source"}, "arn:aws:execute-api:*"])
def test_a_source_that_is_not_told_may_be_the_request(source: Any) -> None:
    assert "SW823" not in found_in(of(POST, source))


def test_one_permission_among_others_is_enough() -> None:
    others = [executed("/*/GET/predict"), executed("/test-invoke-stage/POST/predict")]
    assert len(findings_of(RULE, of(POST, *others))) == 1
    assert not findings_of(RULE, of(POST, *others, executed("/*/POST/predict")))


def test_each_route_of_an_integration_needs_its_own() -> None:
    routes = {**http("POST /predict"), **resource("Other", "AWS::ApiGatewayV2::Route", {}, {})}
    routes["Other"]["Properties"] = {**routes["Route"]["Properties"], "RouteKey": "GET /health"}
    elsewhere = {**routes["Route"]["Properties"], "RouteKey": "GET /else", "Target": "integrations/else"}
    routes |= resource("Elsewhere", "AWS::ApiGatewayV2::Route", elsewhere, {})
    assert not findings_of(RULE, of(routes, executed("/*")))
    (finding,) = findings_of(RULE, of(routes, executed("/*/*/predict")))
    assert (finding.resource, finding.found) == ("Other", "Function")
    (finding,) = findings_of(RULE, of(routes))
    assert finding.resource == "Integration"


def test_a_path_that_leads_to_itself_has_an_end() -> None:
    api = rest("POST", "predict")
    api["At1"]["Properties"]["ParentId"] = ref("At1")
    assert "SW823" in found_in(of(api, executed("/*/GET/predict")))


def test_a_path_is_below_what_is_no_resource_of_an_api() -> None:
    api = rest("POST", "predict")
    api["Method"]["Properties"]["ResourceId"] = ref("Function")
    assert "SW823" not in found_in(of(api, executed("/*/POST/else")))


def test_a_path_below_what_is_not_known_may_be_any_that_ends_so() -> None:
    api = rest("POST", "predict")
    api["At1"]["Properties"]["ParentId"] = {"Fn::ImportValue": "above"}
    assert "SW823" not in found_in(of(api, executed("/*/POST/else/predict")))
    assert "SW823" in found_in(of(api, executed("/*/POST/else/other")))
