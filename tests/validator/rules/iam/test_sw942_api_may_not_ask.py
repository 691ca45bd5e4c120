"""SW942."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw942_api_may_not_ask import RULE
from sagewire.validator.samples import att, ref, resource, sub, template
from sagewire.validator.samples.asking_directly import asked, asking_api
from sagewire.validator.samples.invoking import grant, rest_api
from sagewire.validator.samples.serving import asynchronous, endpoint, real_time
from tests.validator.judging import findings_of, found_in, only_finding

ASK, ASK_LATER = "sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointAsync"
ANYWHERE = "arn:aws:sagemaker:us-east-1:111122223333:endpoint/"


def found(region: str | None = "us-east-1", serving: Any = None, **api: Any) -> list[str]:
    body = template(real_time() if serving is None else serving, asking_api(**api), endpoint("Other"))
    return [finding.message for finding in findings_of(RULE, body, region=region)]


def test_a_role_that_allows_another_way_of_asking_is_found() -> None:
    finding = only_finding(RULE, template(real_time(), asking_api(action=ASK_LATER)))
    assert (finding.resource, finding.property) == ("Method", "Properties/Integration/Credentials")
    assert (finding.found, finding.limit) == ("ApiRole", ASK)
    assert finding.message == (
        "Method asks Endpoint itself, for which it needs sagemaker:InvokeEndpoint; its role ApiRole does not allow that"
    )


@pytest.mark.parametrize("action", [ASK, "sagemaker:Invoke*", "sagemaker:*", "*", [ASK_LATER, ASK]])
def test_a_role_that_allows_it_is_left_alone(action: Any) -> None:
    assert not found(action=action)


def test_the_way_is_that_of_the_address() -> None:
    assert not found(serving=asynchronous(), how="async-invocations", action=ASK_LATER)
    (message,) = found(serving=asynchronous(), how="async-invocations")
    assert "needs sagemaker:InvokeEndpointAsync" in message
    (message,) = found(how="invocations-response-stream")
    assert "needs sagemaker:InvokeEndpointWithResponseStream" in message


def test_where_the_address_is_wrong_the_role_has_to_allow_what_is_right() -> None:
    assert found_in(template(real_time(), asking_api(how="async-invocations", action=ASK))) == ["SW943"]
    assert found_in(template(asynchronous(), asking_api(action=ASK_LATER))) == ["SW943"]
    assert found_in(template(asynchronous(), asking_api())) == ["SW942", "SW943"]


@pytest.mark.parametrize(
    "on",
    [
        ref("Other"),
        [ref("Other")],
        sub("arn:aws:sagemaker:us-east-1:111122223333:endpoint/${Other.EndpointName}"),
        f"{ANYWHERE}elsewhere",
        "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/*",
        "arn:aws:sagemaker:us-east-1:111122223333:model/*",
    ],
)
def test_a_role_that_may_ask_others_is_found(on: Any) -> None:
    assert len(found(on=on)) == 1


@pytest.mark.parametrize(
    "on", ["*", [ref("Other"), ref("Endpoint")], f"{ANYWHERE}*", f"{ANYWHERE}ENDPOINT-x1", ref("Unset")]
)
def test_a_role_that_may_ask_this_one_or_is_not_known_is_left_alone(on: Any) -> None:
    assert not found(on=on)


def test_an_endpoint_that_is_not_here_may_be_any_that_is_allowed() -> None:
    elsewhere = {"Uri": asked(name="elsewhere")}
    assert not found(integration=elsewhere, on=f"{ANYWHERE}elsewhere")
    (message,) = found(integration=elsewhere, action="sagemaker:DescribeEndpoint")
    assert message.startswith("Method asks elsewhere itself")


@pytest.mark.parametrize(
    "integration",
    [{"Credentials": None}, {"Credentials": {"Ref": "AWS::NoValue"}}],
)
def test_an_integration_without_a_role_is_found(integration: dict[str, Any]) -> None:
    (message,) = found(integration=integration)
    assert message == (
        "Method asks Endpoint itself, for which it needs sagemaker:InvokeEndpoint; the integration has no role"
    )


@pytest.mark.parametrize(
    "integration",
    [
        {"Credentials": None, "Type": "AWS_PROXY"},
        {"Credentials": None, "Type": ref("Unset")},
        {"Credentials": ref("Unset")},
        {"Credentials": "arn:aws:iam::*:user/*"},
        {"Credentials": "arn:aws:iam::111122223333:role/elsewhere"},
    ],
)
def test_an_integration_of_another_type_or_of_an_unknown_role_is_left_alone(integration: dict[str, Any]) -> None:
    assert not found(integration=integration, action=ASK_LATER)


def test_a_policy_that_is_attached_lets_it() -> None:
    body = template(real_time(), asking_api(action=ASK_LATER), grant("May", ASK, ref("Endpoint"), role="ApiRole"))
    assert not findings_of(RULE, body)


def test_a_role_with_policies_that_are_elsewhere_is_left_alone() -> None:
    managed = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"
    assert not found(action=ASK_LATER, ManagedPolicyArns=[managed])


def test_a_template_that_a_macro_adds_to_is_left_alone() -> None:
    body = template(real_time(), asking_api(action=ASK_LATER))
    assert findings_of(RULE, body)
    assert not findings_of(RULE, {**body, "Transform": "Own"})
    assert not findings_of(RULE, body, {**template(resource("A", "AWS::SNS::Topic", {}, {})), "Transform": "Own"})


def test_an_api_before_a_function_needs_no_role() -> None:
    assert not findings_of(RULE, template(real_time(), rest_api()))


def test_each_method_is_looked_at() -> None:
    api = asking_api(action=ASK_LATER)
    sound = asking_api(integration={"Credentials": att("Sound", "Arn")})["Method"]
    parts = {"Second": api["Method"], "Third": sound, "Sound": asking_api()["ApiRole"]}
    findings = findings_of(RULE, template(real_time(), api, parts))
    assert [finding.resource for finding in findings] == ["Method", "Second"]
