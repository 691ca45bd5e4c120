"""SW902."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw902_invokes_every_endpoint import RULE
from sagewire.validator.samples import att, sub, template
from sagewire.validator.samples.invoking import function, function_role
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, only_finding

EVERY = sub("arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:endpoint/*")


def invoking(on: Any, **more: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": on, **more}
    return template(serverless(), function(), function_role("FunctionRole", [statement]))


@pytest.mark.parametrize("on", ["*", ["*"], EVERY, "arn:aws:sagemaker:us-east-1:111122223333:endpoint/*"])
def test_every_endpoint_is_found(on: Any) -> None:
    assert only_finding(RULE, invoking(on)).resource == "FunctionRole"


@pytest.mark.parametrize(
    "on",
    [
        sub("arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:endpoint/${Unset}"),
        sub("arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:endpoint/ranking-*"),
        {"Ref": "Endpoint"},
        {"Ref": "Unset"},
    ],
)
def test_some_endpoints_are_left_alone(on: Any) -> None:
    assert not findings_of(RULE, invoking(on))


def test_what_is_allowed_on_a_condition_is_left_alone() -> None:
    tagged = {"StringEquals": {"aws:ResourceTag/team": "ranking"}}
    assert not findings_of(RULE, invoking("*", Condition=tagged))


def test_a_function_that_asks_endpoints_of_elsewhere_is_left_alone() -> None:
    any_of_them = {"Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*"}
    body = template(function(endpoint=None, variables={"NAME": "ranking"}, statements=[any_of_them]))
    assert not findings_of(RULE, body)


def test_the_role_of_an_api_that_asks_by_itself_is_found() -> None:
    any_of_them = {"Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*"}
    assert findings_of(RULE, template(serverless(), function_role("ApiRole", [any_of_them])))


def test_all_actions_are_for_another_rule() -> None:
    everything = {"Effect": "Allow", "Action": "sagemaker:*", "Resource": "*"}
    body = template(serverless(), function(), function_role("FunctionRole", [everything]))
    assert not findings_of(RULE, body)
    assert (
        att("Endpoint", "EndpointName")
        in body["Resources"]["Function"]["Properties"]["Environment"]["Variables"].values()
    )
