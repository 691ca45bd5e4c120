"""SW912."""

import pytest

from sagewire.validator.rules.iam.sw912_open_url import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, open_url, url
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, only_finding


def test_an_open_url_is_found() -> None:
    finding = only_finding(RULE, template(serverless(), function(), open_url()))
    assert finding.message == "AuthType NONE: anybody may call Function by its URL, and the model behind it"
    assert (finding.resource, finding.property) == ("Url", "Properties/AuthType")


@pytest.mark.parametrize("auth", ["AWS_IAM", {"Ref": "Unset"}])
def test_a_url_that_asks_who_calls_is_left_alone(auth: object) -> None:
    opened = open_url()
    opened["Url"]["Properties"]["AuthType"] = auth
    assert not findings_of(RULE, template(serverless(), function(), opened))


def test_a_url_that_refuses_everybody_is_another_rule() -> None:
    assert not findings_of(RULE, template(serverless(), function(), url(AuthType="NONE")))


def test_a_url_that_others_may_open_is_found() -> None:
    body = template(serverless(), function(), url(AuthType="NONE"), Transform="Macro")
    assert findings_of(RULE, body)


def test_a_url_that_a_parameter_opens_is_found() -> None:
    opened = open_url()
    opened["Url"]["Properties"]["AuthType"] = {"Ref": "Auth"}
    parameters = {"Auth": {"Type": "String", "Default": "NONE"}}
    assert findings_of(RULE, template(serverless(), function(), opened, Parameters=parameters))


def test_functions_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert not findings_of(RULE, template(serverless(), function(endpoint=None), open_url()))
