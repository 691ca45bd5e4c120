"""SW943."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw943_api_asks_the_wrong_way import RULE
from sagewire.validator.samples import Resources, att, ref, resource, template
from sagewire.validator.samples.asking_directly import api_role, asked, asking_api
from sagewire.validator.samples.serving import asynchronous, component_host, endpoint, real_time, serverless
from tests.validator.judging import findings_of

COMPONENT = "X-Amzn-SageMaker-Inference-Component"
NAMED = f"integration.request.header.{COMPONENT}"
ONE_OF_THOSE = {"Parameters": {"Unset": {"Type": "String"}}}


@pytest.mark.parametrize(
    ("serving", "noun"),
    [
        (real_time(), "a real-time endpoint"),
        (serverless(), "a serverless endpoint"),
    ],
)
def test_what_answers_at_once_is_not_asked_for_later(serving: Resources, noun: str) -> None:
    (finding,) = findings_of(RULE, template(serving, asking_api(how="async-invocations")))
    assert (finding.resource, finding.property) == ("Method", "Properties/Integration/Uri")
    assert (finding.found, finding.limit) == ("async-invocations", "invocations")
    assert finding.message == f"Method asks Endpoint at async-invocations; {noun} is asked at invocations"
    assert finding.fix == "Let the address end in /invocations."


@pytest.mark.parametrize("how", ["invocations", "invocations-response-stream"])
def test_an_asynchronous_endpoint_does_not_answer_at_once(how: str) -> None:
    (finding,) = findings_of(RULE, template(asynchronous(), asking_api(how=how)))
    assert finding.message == f"Method asks Endpoint at {how}; an asynchronous endpoint is asked at async-invocations"
    assert finding.fix == (
        "Let the address end in /async-invocations,"
        " with a header X-Amzn-SageMaker-InputLocation that tells where the request lies."
    )


@pytest.mark.parametrize(
    ("serving", "how"),
    [
        (asynchronous(), "async-invocations"),
        (real_time(), "invocations"),
        (real_time(), "invocations-response-stream"),
        (endpoint(EndpointConfigName="elsewhere"), "async-invocations"),
        ({}, "async-invocations"),
    ],
)
def test_the_right_way_or_an_endpoint_whose_kind_is_not_known_is_left_alone(serving: Resources, how: str) -> None:
    assert not findings_of(RULE, template(serving, asking_api(how=how)))


@pytest.mark.parametrize("method", ["GET", "get", "PUT"])
def test_another_method_than_post_is_found(method: str) -> None:
    (finding,) = findings_of(RULE, template(real_time(), asking_api(integration={"IntegrationHttpMethod": method})))
    assert (finding.property, finding.limit) == ("Properties/Integration/IntegrationHttpMethod", "POST")
    assert finding.message == f"Method asks Endpoint by {method}; SageMaker is asked by POST alone"
    assert finding.fix == "Set it to POST, whatever the method of the API's own requests."


@pytest.mark.parametrize("method", ["POST", "post", "ANY", ref("Unset")])
def test_post_or_what_may_be_that_is_left_alone(method: Any) -> None:
    api = asking_api(integration={"IntegrationHttpMethod": method}, method={"HttpMethod": "GET"})
    assert not findings_of(RULE, template(real_time(), api, **ONE_OF_THOSE))


@pytest.mark.parametrize("method", [None, ref("AWS::NoValue")])
def test_a_method_of_an_api_has_to_have_one(method: Any) -> None:
    (finding,) = findings_of(RULE, template(real_time(), asking_api(integration={"IntegrationHttpMethod": method})))
    assert finding.message == "Method asks Endpoint by no method; SageMaker is asked by POST alone"


def test_in_a_document_the_method_may_be_left_out() -> None:
    made = {"type": "aws", "uri": asked(), "credentials": att("ApiRole", "Arn")}

    def found(**more: Any) -> list[str]:
        body = {"paths": {"/": {"post": {"x-amazon-apigateway-integration": {**made, **more}}}}}
        api = resource("Api", "AWS::ApiGateway::RestApi", {"Name": "ranking", "Body": body}, {})
        return [finding.found for finding in findings_of(RULE, template(real_time(), api, api_role()))]

    assert found() == []
    assert found(httpMethod="GET") == ["GET"]


def test_the_method_is_looked_at_wherever_the_endpoint_is() -> None:
    assert findings_of(RULE, template(asking_api(integration={"IntegrationHttpMethod": "GET"})))


def test_both_are_found_by_themselves() -> None:
    api = asking_api(how="async-invocations", integration={"IntegrationHttpMethod": "GET"})
    assert len(findings_of(RULE, template(real_time(), api))) == 2


def asking_component(**integration: Any) -> list[str]:
    body = template(component_host(), asking_api(integration=integration), **ONE_OF_THOSE)
    return [finding.message for finding in findings_of(RULE, body)]


def test_a_component_is_named_by_a_header() -> None:
    (finding,) = findings_of(RULE, template(component_host(), asking_api()))
    assert finding.property == f"Properties/Integration/RequestParameters/{NAMED}"
    assert finding.message == (
        "Method asks Endpoint without a header X-Amzn-SageMaker-Inference-Component;"
        " an endpoint of inference components needs it"
    )
    assert finding.fix == f"Map {NAMED} in RequestParameters to the name of a component, in single quotes."


@pytest.mark.parametrize(
    "integration",
    [
        {"RequestParameters": {"integration.request.header.Accept": "'text/csv'"}},
        {"RequestParameters": {NAMED: ref("AWS::NoValue")}},
        {"RequestTemplates": {"application/json": "$input.json('$')"}},
        {"RequestTemplates": {"application/json": ref("AWS::NoValue")}},
    ],
)
def test_other_parameters_and_templates_do_not_name_it(integration: dict[str, Any]) -> None:
    assert len(asking_component(**integration)) == 1


@pytest.mark.parametrize(
    "integration",
    [
        {"RequestParameters": {NAMED: "'ranking'"}},
        {"RequestParameters": {NAMED.lower(): "method.request.header.Component"}},
        {"RequestParameters": {NAMED: ref("Unset")}},
        {"RequestParameters": ref("Unset")},
        {"RequestTemplates": {"application/json": f"#set($context.requestOverride.header.{COMPONENT} = 'ranking')"}},
        {"RequestTemplates": {"text/csv": "", "application/json": ref("Unset")}},
        {"RequestTemplates": ref("Unset")},
    ],
)
def test_a_header_that_is_sent_or_may_be_is_left_alone(integration: dict[str, Any]) -> None:
    assert not asking_component(**integration)


@pytest.mark.parametrize("serving", [real_time(), serverless(), endpoint(EndpointConfigName="elsewhere"), {}])
def test_other_endpoints_need_no_such_header(serving: Resources) -> None:
    assert not findings_of(RULE, template(serving, asking_api()))
