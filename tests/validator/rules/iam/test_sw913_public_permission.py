"""SW913."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw913_public_permission import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, permission
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, only_finding


def anybody(principal: Any = "*", **more: Any) -> dict[str, Any]:
    return template(serverless(), function(), permission(principal, None, **more))


def test_everybody_is_found() -> None:
    finding = only_finding(RULE, anybody())
    assert finding.message == "Principal * without a source: any account may call Function, and the model behind it"


@pytest.mark.parametrize("name", ["SourceArn", "SourceAccount", "PrincipalOrgID"])
def test_everybody_from_one_place_is_left_alone(name: str) -> None:
    assert not findings_of(RULE, anybody(**{name: {"Ref": "Unset"}}))


@pytest.mark.parametrize("principal", ["111122223333", "events.amazonaws.com", {"Ref": "Unset"}])
def test_somebody_is_left_alone(principal: Any) -> None:
    assert not findings_of(RULE, anybody(principal))


def test_what_a_function_url_needs_is_left_alone() -> None:
    assert not findings_of(RULE, anybody(Action="lambda:InvokeFunctionUrl", FunctionUrlAuthType="AWS_IAM"))


def test_functions_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert not findings_of(RULE, template(serverless(), function(endpoint=None), permission("*", None)))
