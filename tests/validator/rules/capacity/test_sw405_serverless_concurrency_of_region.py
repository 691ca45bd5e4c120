"""SW405."""

from typing import Any

import pytest

from sagewire.validator import Severity
from sagewire.validator.judge import judge
from sagewire.validator.rules.capacity.sw405_serverless_concurrency_of_region import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, model, serverless_variant
from sagewire.validator.template import Template
from tests.validator.judging import found_in, only_finding

OURS = "111111111111"


def endpoints(*concurrency: int) -> dict[str, Any]:
    made = []
    for position, most in enumerate(concurrency):
        variant = serverless_variant(settings={"MaxConcurrency": most})
        made += [config(variant, id=f"Config{position}"), endpoint(f"Endpoint{position}", config=f"Config{position}")]
    return template(model(), *made)


@pytest.mark.parametrize(
    ("region", "quota"), [(None, 1000), ("us-east-1", 1000), ("eu-west-1", 1000), ("eu-west-3", 500)]
)
def test_what_aws_gives_every_account_in_the_region_is_compared(region: str | None, quota: int) -> None:
    whole = [200] * (quota // 200) + [quota % 200] * (quota % 200 > 0)
    assert found_in(endpoints(*whole), region=region) == []
    finding = only_finding(RULE, endpoints(*whole, 1), region=region)
    assert finding.severity is Severity.WARNING
    assert (finding.found, finding.limit) == ("200", str(quota))
    assert f"a concurrency of {quota + 1} together in {region or 'one region'}" in finding.message


@pytest.mark.parametrize("name", ["REGIONAL_SERVERLESS_CONCURRENCY", "REGIONAL_SERVERLESS_CONCURRENCY_ELSEWHERE"])
def test_above_the_quota_of_the_account_it_is_an_error(name: str) -> None:
    granted: Any = {"region": "eu-west-3", "quotas": {name: 10}}
    assert found_in(endpoints(10), **granted) == []
    assert only_finding(RULE, endpoints(10, 1), **granted).severity is Severity.ERROR


def test_a_quota_that_was_raised_is_kept() -> None:
    assert found_in(endpoints(*[200] * 6), quotas={"REGIONAL_SERVERLESS_CONCURRENCY": 1200}) == []


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ((OURS, "us-east-1"), (OURS, "us-east-1"), [RULE.id]),
        ((OURS, "us-east-1"), (OURS, "us-west-2"), []),
        ((OURS, "us-east-1"), ("222222222222", "us-east-1"), []),
        ((OURS, None), (OURS, None), []),
        ((None, "us-east-1"), (None, "us-east-1"), []),
        ((None, None), (None, None), []),
    ],
)
def test_each_account_and_region_is_counted_by_itself(one: Any, other: Any, found: list[str]) -> None:
    body = endpoints(200, 200, 200)
    places = {"one.template.json": one, "other.template.json": other}
    templates = [Template(name, body, account=account, region=region) for name, (account, region) in places.items()]
    assert [finding.rule for finding in judge(templates, rules=[RULE]).findings] == found


def test_a_configuration_without_an_endpoint_takes_nothing() -> None:
    body = endpoints(*[200] * 6)
    del body["Resources"]["Endpoint0"]
    assert RULE.id not in found_in(body)


def test_an_endpoint_that_may_not_exist_is_not_counted() -> None:
    body = endpoints(*[200] * 6)
    body["Resources"]["Endpoint0"]["Condition"] = "Open"
    body |= {"Parameters": {"Unset": {"Type": "String"}}, "Conditions": {"Open": {"Fn::Equals": [{"Ref": "Unset"}, 1]}}}
    assert RULE.id not in found_in(body)
