"""Which endpoints of the templates a role names as what may be invoked."""

from typing import Any

import pytest

from sagewire.validator.assembly import Assembly
from sagewire.validator.graph import Graph
from sagewire.validator.judge import templates_of
from sagewire.validator.samples import ref, sub, template
from sagewire.validator.samples.invoking import function_role
from sagewire.validator.samples.serving import serverless

ANY = "arn:aws:sagemaker:us-east-1:111122223333:endpoint/"


def invokable(on: Any, *, action: str = "sagemaker:InvokeEndpoint", name: Any = None) -> list[str]:
    endpoint = serverless()
    endpoint["Endpoint"]["Properties"]["EndpointName"] = name or "Fraud-scoring"
    statement = {"Effect": "Allow", "Action": action, "Resource": on}
    parameters = {"Unset": {"Type": "String"}}
    body = template(endpoint, function_role("FunctionRole", [statement]), Parameters=parameters)
    graph = Graph(Assembly(templates_of({"one": body})))
    role = next(role for role in graph.roles if role.resource.logical_id == "FunctionRole")
    return [endpoint.resource.logical_id for endpoint in role.invokable]


@pytest.mark.parametrize(
    "on",
    ["*", f"{ANY}*", sub("arn:aws:sagemaker:${AWS::Region}:${AWS::AccountId}:endpoint/*"), ["x", "*"]],
)
def test_any_endpoint_is_the_only_one_there_is(on: Any) -> None:
    assert invokable(on) == ["Endpoint"]


@pytest.mark.parametrize("on", [sub(f"{ANY}${{Unset}}"), sub(f"{ANY}${{Unset}}-*"), f"{ANY}ranking-*", ref("Unset")])
def test_what_may_be_another_endpoint_is_not_taken_for_this_one(on: Any) -> None:
    assert invokable(on) == []


@pytest.mark.parametrize("on", [f"{ANY}fraud-*", sub("arn:aws:sagemaker:*:${AWS::AccountId}:endpoint/fraud-*")])
def test_an_endpoint_is_meant_by_how_its_name_begins(on: Any) -> None:
    assert invokable(on) == ["Endpoint"]
    assert invokable(on, name=ref("Unset")) == []


@pytest.mark.parametrize("on", ["*", f"{ANY}*", f"{ANY}fraud-*"])
@pytest.mark.parametrize(("action", "found"), [("sagemaker:*", []), ("*", []), ("sagemaker:Invoke*", ["Endpoint"])])
def test_who_may_do_everything_may_do_so_to_deploy(on: Any, action: str, found: list[str]) -> None:
    assert invokable(on, action=action) == found


def test_an_endpoint_that_is_named_needs_no_more() -> None:
    assert invokable(ref("Endpoint"), action="sagemaker:*") == ["Endpoint"]
