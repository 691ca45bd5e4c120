"""SW941."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw941_api_gateway_shut_out import RULE
from sagewire.validator.samples import Resources, att, ref, template
from sagewire.validator.samples.asking_directly import api_role, asking_api
from sagewire.validator.samples.invoking import function, http_api, rest_api
from sagewire.validator.samples.serving import real_time
from tests.validator.judging import findings_of, only_finding

ROLE = att("ApiRole", "Arn")


def test_a_trust_of_another_service_is_found() -> None:
    finding = only_finding(RULE, template(real_time(), asking_api(service="lambda")))
    assert (finding.resource, finding.property) == ("ApiRole", "Properties/AssumeRolePolicyDocument")
    assert finding.message == (
        "the trust of ApiRole is for lambda.amazonaws.com, so that API Gateway cannot take it:"
        " Method answers with errors only"
    )


def test_the_endpoint_may_be_another_stack_s() -> None:
    assert findings_of(RULE, template(asking_api(service="lambda")))


@pytest.mark.parametrize(
    "api", [http_api(CredentialsArn=ROLE), rest_api(integration={"Credentials": ROLE})], ids=["http", "rest"]
)
def test_an_api_before_a_function_takes_its_role_as_well(api: Resources) -> None:
    assert findings_of(RULE, template(real_time(), function(), api, api_role(service="lambda")))
    assert not findings_of(RULE, template(real_time(), function(), api, api_role()))
    assert not findings_of(RULE, template(real_time(), function(endpoint=None), api, api_role(service="lambda")))


def test_a_role_of_two_methods_is_found_once_and_each_role_by_itself() -> None:
    api = asking_api(service="lambda")
    second = {"Second": api["Method"]}
    assert len(findings_of(RULE, template(real_time(), api, second))) == 1
    other = asking_api(integration={"Credentials": att("Other", "Arn")})["Method"]
    roles = {"Other": api["ApiRole"]}
    assert len(findings_of(RULE, template(real_time(), api, roles, {"Second": other}))) == 2


@pytest.mark.parametrize(
    "credentials", ["arn:aws:iam::*:user/*", "arn:aws:iam::111122223333:role/x", ref("Unset"), None]
)
def test_a_role_that_is_not_certain_is_left_alone(credentials: Any) -> None:
    api = asking_api(integration={"Credentials": credentials}, service="lambda")
    assert not findings_of(RULE, template(real_time(), api, Parameters={"Unset": {"Type": "String"}}))


def test_a_template_that_a_macro_adds_to_is_left_alone() -> None:
    assert not findings_of(RULE, {**template(real_time(), asking_api(service="lambda")), "Transform": "Own"})
