"""SW823."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw823_api_may_not_call import RULE
from sagewire.validator.samples import Resources, ref, resource, sub, template, without
from sagewire.validator.samples.invoking import function, http_api, permission, rest_api
from sagewire.validator.samples.serving import asynchronous
from tests.validator.judging import findings_of, found_in, only_finding

ROLE = "arn:aws:iam::111122223333:role/caller"
GATEWAY = "apigateway.amazonaws.com"


def _of(api: Resources, *more: Resources) -> dict[str, Any]:
    handing_over = function(action="sagemaker:InvokeEndpointAsync", Timeout=20)
    return template(asynchronous(), handing_over, without(api, "Permission"), *more)


@pytest.mark.parametrize(
    ("api", "at", "place"),
    [
        (http_api(), "Integration", "Properties/IntegrationUri"),
        (rest_api(), "Method", "Properties/Integration/Uri"),
    ],
)
def test_an_api_without_a_permission_is_found(api: Resources, at: str, place: str) -> None:
    finding = only_finding(RULE, _of(api))
    assert (finding.found, finding.resource, finding.property) == ("Function", at, place)


@pytest.mark.parametrize("api", [http_api(CredentialsArn=ROLE), rest_api(integration={"Credentials": ROLE})])
def test_a_role_of_the_integration_stands_in_for_a_permission(api: Resources) -> None:
    assert found_in(_of(api)) == []


@pytest.mark.parametrize("api", [http_api(), rest_api()])
def test_a_permission_for_another_api_does_not_help(api: Resources) -> None:
    other = resource("Other", api["Api"]["Type"], api["Api"]["Properties"], {})
    permitted = permission(GATEWAY, sub("arn:aws:execute-api:us-east-1:111122223333:${Other}/*"))
    assert "SW823" in found_in(_of(api, other, permitted))


@pytest.mark.parametrize(
    "source", [sub("arn:aws:execute-api:us-east-1:111122223333:${Api}/*/POST/"), "arn:aws:execute-api:*", None]
)
@pytest.mark.parametrize("api", [http_api(), rest_api()])
def test_a_permission_that_may_be_for_the_api_is_enough(api: Resources, source: Any) -> None:
    assert "SW823" not in found_in(_of(api, permission(GATEWAY, source)))


def test_an_api_that_calls_something_else_needs_none() -> None:
    assert found_in(_of(http_api(IntegrationUri="https://example.com"))) == []


GIVEN = sub("arn:aws:execute-api:us-east-1:111122223333:${Api}/*/GET/other")


@pytest.mark.parametrize(
    ("api", "at", "place"),
    [(http_api(), "Route", "Properties/RouteKey"), (rest_api(), "Method", "Properties/HttpMethod")],
)
def test_a_permission_for_another_request_does_not_help(api: Resources, at: str, place: str) -> None:
    finding = only_finding(RULE, _of(api, permission(GATEWAY, GIVEN)))
    assert (finding.found, finding.resource, finding.property) == ("Function", at, place)
    assert finding.message == "no permission lets API Gateway call Function for POST / of Api"


def test_an_api_that_none_is_for_is_named() -> None:
    finding = only_finding(RULE, _of(http_api()))
    assert finding.message == "no permission lets API Gateway call Function for Api"


def test_a_function_that_others_may_permit_is_not_judged() -> None:
    assert "SW823" not in found_in({**_of(http_api(), permission(GATEWAY, GIVEN)), "Transform": "Macro"})


def test_a_permission_on_the_function_does_not_count_for_an_alias() -> None:
    alias = resource("Live", "AWS::Lambda::Alias", {"FunctionName": ref("Function"), "Name": "live"}, {})
    body = _of(http_api(IntegrationUri=ref("Live")), alias, permission(GATEWAY, None))
    assert [finding.found for finding in findings_of(RULE, body)] == ["Function:live"]
