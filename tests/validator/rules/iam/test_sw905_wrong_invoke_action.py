"""SW905."""

from typing import Any

import pytest

from sagewire.validator.graph.role import INVOKE, INVOKE_ASYNC, INVOKE_STREAM
from sagewire.validator.rules.iam.sw905_wrong_invoke_action import RULE
from sagewire.validator.samples import Resources, ref, template
from sagewire.validator.samples.invoking import function, function_role, grant
from sagewire.validator.samples.serving import asynchronous, real_time, serverless
from tests.validator.judging import findings_of, found_in, only_finding


def test_an_asynchronous_endpoint_that_is_asked_like_another_is_found() -> None:
    finding = only_finding(RULE, template(asynchronous(), function()))
    assert (finding.found, finding.limit) == (INVOKE, INVOKE_ASYNC)
    assert finding.message == (
        "FunctionRole allows sagemaker:InvokeEndpoint on Endpoint, an asynchronous endpoint,"
        " which Function can only ask with sagemaker:InvokeEndpointAsync"
    )


@pytest.mark.parametrize("endpoint", [real_time(), serverless()])
def test_another_endpoint_that_is_asked_like_an_asynchronous_one_is_found(endpoint: Resources) -> None:
    assert only_finding(RULE, template(endpoint, function(action=INVOKE_ASYNC))).limit == INVOKE


@pytest.mark.parametrize("action", [INVOKE, INVOKE_STREAM, [INVOKE_ASYNC, INVOKE], "sagemaker:Invoke*"])
def test_either_way_of_asking_for_an_answer_will_do(action: Any) -> None:
    assert not findings_of(RULE, template(real_time(), function(action=action)))


def test_the_right_action_may_stand_in_another_policy() -> None:
    body = template(asynchronous(), function(), grant("MayAsk", INVOKE_ASYNC, ref("Endpoint")))
    assert found_in(body) == []


@pytest.mark.parametrize("action", [INVOKE, INVOKE_STREAM, "sagemaker:*"])
def test_what_is_denied_is_another_rules(action: str) -> None:
    deny = {"Effect": "Deny", "Action": action, "Resource": "*"}
    assert not findings_of(RULE, template(real_time(), function(statements=[deny])))


def test_a_role_whose_policies_are_not_all_known_is_left_alone() -> None:
    invoke = {"Effect": "Allow", "Action": INVOKE, "Resource": ref("Endpoint")}
    role = function_role("FunctionRole", [invoke], ManagedPolicyArns=["arn:aws:iam::111122223333:policy/More"])
    assert not findings_of(RULE, template(asynchronous(), function(), role))


def test_a_role_that_may_be_allowed_more_elsewhere_is_left_alone() -> None:
    body = template(asynchronous(), function())
    assert not findings_of(RULE, {**body, "Outputs": {"Role": {"Value": ref("FunctionRole")}}})
    more = {"Transform": "AcmeMacro", "Resources": {}}
    assert not findings_of(RULE, body, more)


def test_what_is_allowed_on_every_endpoint_may_be_meant_for_another() -> None:
    invoke = {"Effect": "Allow", "Action": INVOKE, "Resource": "*"}
    body = template(asynchronous(), function(), function_role("FunctionRole", [invoke]))
    assert not findings_of(RULE, body)


def test_an_endpoint_whose_kind_is_not_known_is_left_alone() -> None:
    of_any_kind = real_time(ProductionVariants={"Ref": "Unset"})
    assert not findings_of(RULE, template(of_any_kind, function(action=INVOKE_ASYNC)))
