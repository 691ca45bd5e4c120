"""An edge-optimized API that is to wait longer than 29 s."""

from typing import Any

import pytest

from sagewire.validator.rules.time.sw115_edge_api_timeout import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.invoking import rest_api
from tests.validator.judging import found_in, only_finding

UNSET = {"Unset": {"Type": "String"}}


def waiting(milliseconds: Any, integration: dict[str, Any] | None = None, **api: Any) -> dict[str, Any]:
    parts = rest_api(integration={"TimeoutInMillis": milliseconds, **(integration or {})})
    parts["Api"]["Properties"] = {"Name": "ranking", **api}
    del parts["Permission"]
    return template(parts, Parameters=UNSET)


@pytest.mark.parametrize(("milliseconds", "ids"), [(28_999, []), (29_000, []), (29_001, ["SW115"])])
def test_an_api_that_does_not_say_is_edge_optimized(milliseconds: int, ids: list[str]) -> None:
    assert found_in(waiting(milliseconds)) == ids
    assert found_in(waiting(milliseconds, EndpointConfiguration={"Types": ["EDGE"]})) == ids


def test_the_finding_is_about_the_integration() -> None:
    finding = only_finding(RULE, waiting(60_000))
    assert (finding.resource, finding.property) == ("Method", "Properties/Integration/TimeoutInMillis")
    assert (finding.found, finding.limit) == ("60 s", "29 s")
    assert "29000 or less" in finding.fix


@pytest.mark.parametrize(
    "api",
    [
        {"EndpointConfiguration": {"Types": ["REGIONAL"]}},
        {"EndpointConfiguration": {"Types": ["PRIVATE"]}},
        {"EndpointConfiguration": ref("Unset")},
        {"EndpointConfiguration": {"Types": [ref("Unset")]}},
        {"Body": {"openapi": "3.0.1"}},
        {"BodyS3Location": {"Bucket": "apis", "Key": "ranking.yaml"}},
        {"Parameters": {"endpointConfigurationTypes": "REGIONAL"}},
        {"CloneFrom": "a1b2c3"},
    ],
    ids=str,
)
def test_an_api_that_may_be_another_kind_may_have_a_raised_quota(api: dict[str, Any]) -> None:
    assert "SW115" not in found_in(waiting(60_000, **api))


def test_a_quota_raises_nothing_there() -> None:
    assert found_in(waiting(60_000), quotas={"REST_API_TIMEOUT": 120}) == ["SW115"]


def test_a_response_that_is_streamed_may_take_longer() -> None:
    assert "SW115" not in found_in(waiting(600_000, integration={"ResponseTransferMode": "STREAM"}))


@pytest.mark.parametrize("region", ["cn-north-1", "us-gov-west-1"])
def test_where_there_are_no_edge_optimized_apis_a_quota_is_asked(region: str) -> None:
    assert found_in(waiting(60_000), region=region) == ["SW116"]
    assert found_in(waiting(60_000), region=region, quotas={"REST_API_TIMEOUT": 60}) == []
