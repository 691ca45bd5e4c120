"""SW548."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw548_tenant_isolation import RULE
from sagewire.validator.samples import Resources, ref, resource, template
from sagewire.validator.samples.events import bucket, schedule, stream, target_group
from sagewire.validator.samples.invoking import event_rule, function, http_api, mapping, queue, rest_api, topic, url
from tests.validator.judging import findings_of

TENANTS: dict[str, Any] = {"TenancyConfig": {"TenantIsolationMode": "PER_TENANT"}}


def test_a_function_url_is_found() -> None:
    (finding,) = findings_of(RULE, template(function(endpoint=None, **TENANTS), url()))
    assert (finding.resource, finding.property) == ("Url", "Properties/TargetFunctionArn")


def test_snap_start_is_found() -> None:
    body = template(function(endpoint=None, SnapStart={"ApplyOn": "PublishedVersions"}, **TENANTS))
    (finding,) = findings_of(RULE, body)
    assert finding.property == "Properties/SnapStart"


def test_provisioned_concurrency_is_found() -> None:
    warm = {
        "FunctionName": ref("Function"),
        "ProvisionedConcurrencyConfig": {"ProvisionedConcurrentExecutions": 2},
    }
    body = template(function(endpoint=None, **TENANTS), resource("Version", "AWS::Lambda::Version", warm, {}))
    (finding,) = findings_of(RULE, body)
    assert finding.resource == "Version"


def test_an_api_calls_a_function_with_its_tenant() -> None:
    assert not findings_of(RULE, template(function(endpoint=None, **TENANTS), rest_api()))


@pytest.mark.parametrize("tenants", [{}, {"TenancyConfig": {"Ref": "Tenants"}}])
def test_a_function_that_is_not_known_to_keep_tenants_apart_is_left_alone(tenants: dict[str, Any]) -> None:
    body = template(function(endpoint=None, **tenants), url(), Parameters={"Tenants": {"Type": "String"}})
    assert not findings_of(RULE, body)


@pytest.mark.parametrize(
    ("way", "what"),
    [
        ({**queue(), **mapping()}, "a queue"),
        (stream(), "a stream"),
        (topic(), "a topic"),
        (bucket(), "a bucket"),
        (event_rule(), "a rule"),
        (target_group(), "a load balancer"),
        (http_api(), "an HTTP API"),
    ],
)
def test_what_names_no_tenant_is_found(way: Resources, what: str) -> None:
    (finding,) = findings_of(RULE, template(function(endpoint=None, **TENANTS), way))
    assert finding.message.endswith(f"and is called by {what}, which names no tenant")
    assert not findings_of(RULE, template(function(endpoint=None), way))


def test_a_schedule_may_name_one() -> None:
    assert not findings_of(RULE, template(function(endpoint=None, **TENANTS), schedule()))
