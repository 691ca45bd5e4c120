"""SW416."""

from typing import Any

import pytest

from sagewire.validator.rules.capacity.sw416_provisioned_above_reserved import RULE
from sagewire.validator.samples import Resources, att, ref, resource, template
from sagewire.validator.samples.invoking import function
from tests.validator.judging import found_in, only_finding

PROVISIONED = {"ProvisionedConcurrentExecutions": 6}


def version(count: Any) -> Resources:
    provisioned = {"ProvisionedConcurrentExecutions": count}
    properties = {"FunctionName": ref("Function"), "ProvisionedConcurrencyConfig": provisioned}
    return resource("Version", "AWS::Lambda::Version", properties, {})


def alias(count: Any) -> Resources:
    provisioned = {"ProvisionedConcurrentExecutions": count}
    properties = {"Name": "live", "FunctionName": ref("Function"), "FunctionVersion": att("Version", "Version")}
    return resource("Alias", "AWS::Lambda::Alias", {**properties, "ProvisionedConcurrencyConfig": provisioned}, {})


def reserving(reserved: Any, *parts: Resources) -> dict[str, Any]:
    return template(function(endpoint=None, ReservedConcurrentExecutions=reserved), *parts)


def test_what_is_reserved_may_all_be_provisioned() -> None:
    assert found_in(reserving(5, version(5))) == []


def test_more_is_found() -> None:
    finding = only_finding(RULE, reserving(5, version(6)))
    assert (finding.resource, finding.property) == ("Function", "Properties/ReservedConcurrentExecutions")
    assert finding.message == "ReservedConcurrentExecutions is 5; 6 are provisioned"


def test_aliases_and_versions_are_counted_together() -> None:
    assert found_in(reserving(5, version(2), alias(3))) == []
    assert found_in(reserving(5, version(3), alias(3))) == [RULE.id]


def test_a_function_that_reserves_nothing_is_sound() -> None:
    assert found_in(reserving(None, version(500))) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"Condition": "Open"},
        {"Properties": {"FunctionName": ref("Function")}},
        {"Properties": {"FunctionName": "elsewhere", "ProvisionedConcurrencyConfig": PROVISIONED}},
    ],
)
def test_what_may_not_be_provisioned_for_the_function_is_not_counted(changes: dict[str, Any]) -> None:
    body = reserving(5, version(6))
    body["Resources"]["Version"] |= changes
    body |= {"Parameters": {"Unset": {"Type": "String"}}, "Conditions": {"Open": {"Fn::Equals": [ref("Unset"), "1"]}}}
    assert found_in(body) == []
