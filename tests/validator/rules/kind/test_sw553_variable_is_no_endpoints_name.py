"""SW553."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw553_variable_is_no_endpoints_name import RULE
from sagewire.validator.samples import att, ref, sub, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import endpoint, model, serverless
from tests.validator.judging import findings_of, only_finding


def given(value: Any, *, name: str = "ENDPOINT_NAME", **changes: Any) -> dict[str, Any]:
    """A function that is given this for the endpoint."""
    asking = function(variables={"ENDPOINT_NAME": att("Endpoint", "EndpointName"), name: value}, **changes)
    return template(serverless(), asking, Parameters={"Name": {"Type": "String"}})


def test_a_ref_of_the_endpoint_is_its_arn() -> None:
    finding = only_finding(RULE, given(ref("Endpoint")))
    assert (finding.resource, finding.property) == ("Function", "Properties/Environment/Variables/ENDPOINT_NAME")
    assert finding.message.startswith("ENDPOINT_NAME is the ARN of Endpoint")
    assert finding.fix.startswith("Take Fn::GetAtt Endpoint.EndpointName")


def test_the_configuration_has_another_name() -> None:
    (finding,) = findings_of(RULE, given(att("Config", "EndpointConfigName")))
    assert finding.message.startswith("ENDPOINT_NAME is the name of Config")
    assert finding.fix.startswith("Take the endpoint's name")
    (finding,) = findings_of(RULE, given(ref("Config")))
    assert finding.message.startswith("ENDPOINT_NAME is the ARN of Config")


def test_the_model_has_another_name() -> None:
    (finding,) = findings_of(RULE, given(att("Model", "ModelName")))
    assert finding.message.startswith("ENDPOINT_NAME is the name of Model")
    assert finding.fix.startswith("Take the endpoint's name")
    (finding,) = findings_of(RULE, given(ref("Model")))
    assert finding.message.startswith("ENDPOINT_NAME is the ARN of Model")


@pytest.mark.parametrize(("value", "found"), [(att("Model", "ModelName"), 0), (ref("Endpoint"), 1)])
def test_a_variable_that_speaks_of_models_may_be_meant_for_one(value: Any, found: int) -> None:
    assert len(findings_of(RULE, given(value, name="MODEL_ENDPOINT"))) == found


def test_a_chosen_name_of_a_model_may_be_the_endpoints() -> None:
    asking = function(variables={"ENDPOINT_NAME": att("Model", "ModelName")})
    chosen = {**serverless(), **model(ModelName="ranking"), **endpoint(EndpointName="ranking")}
    assert not findings_of(RULE, template(chosen, asking))


def test_a_chosen_name_may_be_that_of_both() -> None:
    asking = function(variables={"ENDPOINT_NAME": att("Config", "EndpointConfigName")})
    body = template(serverless(EndpointConfigName="ranking"), endpoint(EndpointName="ranking"), asking)
    assert not findings_of(RULE, body)


@pytest.mark.parametrize("name", ["SAGEMAKER_ENDPOINT", "endpointName", "RANKING_ENDPOINT_ID"])
def test_variables_of_endpoints_are_looked_at(name: str) -> None:
    assert len(findings_of(RULE, given(ref("Endpoint"), name=name))) == 1


@pytest.mark.parametrize(
    "name", ["ENDPOINT_ARN", "endpointArn", "ARN_OF_ENDPOINT", "ENDPOINTARN", "ENDPOINT_CONFIG", "TARGET"]
)
def test_other_variables_may_hold_an_arn(name: str) -> None:
    assert not findings_of(RULE, given(ref("Endpoint"), name=name))


@pytest.mark.parametrize(
    "value",
    [
        att("Endpoint", "EndpointName"),
        "ranking",
        ref("Name"),
        sub("${Endpoint},${Name}"),
        ref("FunctionRole"),
        {"Fn::Select": [1, {"Fn::Split": ["/", ref("Endpoint")]}]},
    ],
    ids=["name", "plain", "unknown", "text", "another resource", "part of the ARN"],
)
def test_names_and_what_is_not_known_are_left_alone(value: Any) -> None:
    assert not findings_of(RULE, given(value))


@pytest.mark.parametrize(("code", "found"), [("name = environ['ENDPOINT_NAME']", 1), ("name.split('/')[-1]", 0)])
def test_code_may_take_the_name_out_of_the_arn(code: str, found: int) -> None:
    assert len(findings_of(RULE, given(ref("Endpoint"), Code={"ZipFile": code}))) == found
