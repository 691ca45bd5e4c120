"""SW912."""

import pytest

from sagewire.validator.rules.iam.sw912_open_url import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, permission, url
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, found_in, only_finding


def test_an_open_url_is_found() -> None:
    finding = only_finding(RULE, template(serverless(), function(), url(AuthType="NONE")))
    assert finding.message == "AuthType NONE: anybody may call Function by its URL, and the model behind it"


@pytest.mark.parametrize("auth", ["AWS_IAM", {"Ref": "Unset"}])
def test_a_url_that_asks_who_calls_is_left_alone(auth: object) -> None:
    assert not findings_of(RULE, template(serverless(), function(), url(AuthType=auth)))


def test_the_permissions_of_an_open_url_are_the_same_fault() -> None:
    anybody = permission("*", None, Action="lambda:InvokeFunctionUrl", FunctionUrlAuthType="NONE")
    through = permission("*", None, id="Through", InvokedViaFunctionUrl=True)
    assert found_in(template(serverless(), function(), url(AuthType="NONE"), anybody, through)) == [RULE.id]


def test_functions_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert not findings_of(RULE, template(serverless(), function(endpoint=None), url(AuthType="NONE")))
