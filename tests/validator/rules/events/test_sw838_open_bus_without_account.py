"""SW838."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw838_open_bus_without_account import RULE
from sagewire.validator.samples import Resources, ref, resource, template
from sagewire.validator.samples.events import open_bus
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding

OTHER = "arn:aws:iam::111122223333:root"
IN_ORGANIZATION = {"StringEquals": {"aws:PrincipalOrgID": "o-1234567890"}}


def _of(*policies: Resources, bus: Any = None, account: Any = None) -> dict[str, Any]:
    rule = event_rule(pattern={"account": account}, EventBusName=bus)
    return template(serverless(), function(), rule, *policies)


def _policy(principal: Any, **more: Any) -> Resources:
    """A policy of the older form, whose properties are its one statement."""
    properties = {"StatementId": "x", "Action": "events:PutEvents", "Principal": principal, **more}
    return resource("BusPolicy", "AWS::Events::EventBusPolicy", properties, {})


@pytest.mark.parametrize(
    ("policy", "others"),
    [
        (open_bus(), "account 111122223333"),
        (_policy("111122223333"), "account 111122223333"),
        (_policy("*"), "other accounts"),
        (
            _policy("*", Condition={"Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": "o-1"}),
            "other accounts",
        ),
        (_policy(None, Statement={"Effect": "Allow", "Principal": {"AWS": [OTHER]}}), "account 111122223333"),
        (
            _policy(None, Statement={"Effect": "Allow", "Principal": "*", "Condition": IN_ORGANIZATION}),
            "other accounts",
        ),
    ],
)
def test_a_rule_on_the_default_bus_that_is_open_is_found(policy: Resources, others: str) -> None:
    finding = only_finding(RULE, _of(policy))
    assert (finding.found, finding.resource, finding.property) == ("Rule", "Rule", "Properties/EventPattern/account")
    assert f"takes events of {others}" in finding.message


@pytest.mark.parametrize("account", [["111122223333"], [ref("AWS::AccountId")], {"Fn::ImportValue": "account"}])
def test_a_pattern_that_asks_for_the_account_is_sound(account: object) -> None:
    assert found_in(_of(open_bus(), account=account)) == []


def test_a_bus_that_nobody_opens_is_sound() -> None:
    assert found_in(_of()) == []


@pytest.mark.parametrize(
    "principal",
    [{"Service": "events.amazonaws.com"}, {"AWS": ref("AWS::AccountId")}, {"Fn::ImportValue": "principal"}],
)
def test_a_policy_that_may_let_in_nobody_else_is_sound(principal: object) -> None:
    statement = {"Effect": "Allow", "Action": "events:PutEvents", "Principal": principal}
    assert found_in(_of(_policy(None, Statement=statement))) == []


def test_a_condition_may_leave_this_account_alone() -> None:
    own = {"StringEquals": {"aws:PrincipalAccount": ref("AWS::AccountId")}}
    statement = {"Effect": "Allow", "Action": "events:PutEvents", "Principal": "*", "Condition": own}
    assert found_in(_of(_policy(None, Statement=statement))) == []


def _bus(**changes: Any) -> Resources:
    return resource("Bus", "AWS::Events::EventBus", {"Name": "partners"}, changes)


OPEN = {"Statement": [{"Effect": "Allow", "Principal": {"AWS": OTHER}, "Action": "events:PutEvents"}]}


@pytest.mark.parametrize("named", [ref("Bus"), "partners"])
def test_a_bus_of_its_own_is_found_by_reference_and_by_name(named: object) -> None:
    assert "SW838" in found_in(_of(_bus(Policy=OPEN), bus=named))
    assert "SW838" in found_in(_of(_bus(), _policy("111122223333", EventBusName=named), bus=named))


def test_another_bus_is_not_this_one() -> None:
    assert found_in(_of(_bus(Policy=OPEN))) == []
    assert found_in(_of(open_bus(), bus="partners")) == []
    assert found_in(_of(open_bus(), bus={"Fn::ImportValue": "bus"})) == []


def test_rules_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert found_in(template(function(endpoint=None), event_rule(pattern={"account": None}), open_bus())) == []
