"""SW844."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw844_load_balancer_may_not_call import RULE
from sagewire.validator.samples import Resources, ref, resource, template, without
from sagewire.validator.samples.events import target_group
from sagewire.validator.samples.invoking import function, permission
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, found_in, only_finding

ELB = "elasticloadbalancing.amazonaws.com"


def _of(*more: Resources) -> dict[str, Any]:
    return template(serverless(), function(), without(target_group(), "TargetPermission"), *more)


def test_a_target_group_without_a_permission_is_found() -> None:
    finding = only_finding(RULE, _of())
    assert (finding.found, finding.resource, finding.property) == ("Function", "Targets", "Properties/Targets/0/Id")


@pytest.mark.parametrize("permitted", [permission("events.amazonaws.com", None), permission(ELB, ref("Other"))])
def test_a_permission_for_something_else_does_not_help(permitted: Resources) -> None:
    other = resource("Other", "AWS::ElasticLoadBalancingV2::TargetGroup", {"TargetType": "lambda"}, {})
    assert "SW844" in found_in(_of(other, permitted))


@pytest.mark.parametrize("source", [ref("Targets"), None, "arn:aws:elasticloadbalancing:*"])
def test_a_permission_that_may_be_for_it_is_enough(source: Any) -> None:
    assert "SW844" not in found_in(_of(permission(ELB, source)))


def test_targets_that_are_no_functions_need_none() -> None:
    body = _of()
    body["Resources"]["Targets"]["Properties"]["Targets"] = [{"Id": "i-0123456789abcdef0"}]
    assert "SW844" not in found_in(body)


def test_a_permission_on_the_function_does_not_count_for_an_alias() -> None:
    alias = resource("Live", "AWS::Lambda::Alias", {"FunctionName": ref("Function"), "Name": "live"}, {})
    body = _of(alias, permission(ELB, None))
    body["Resources"]["Targets"]["Properties"]["Targets"] = [{"Id": ref("Live")}]
    assert [finding.found for finding in findings_of(RULE, body)] == ["Function:live"]
