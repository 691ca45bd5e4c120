"""SW407."""

from typing import Any

from sagewire.limits import SERVERLESS_ENDPOINTS
from sagewire.validator import Severity
from sagewire.validator.rules.capacity.sw407_serverless_endpoints_of_region import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model, serverless_variant
from tests.validator.judging import found_in, only_finding

MOST = SERVERLESS_ENDPOINTS.value
SHARED = {**model(), **config(serverless_variant(settings={"MaxConcurrency": 1}))}


def endpoints(count: int) -> dict[str, Any]:
    return template(SHARED, *(endpoint(f"Endpoint{position}") for position in range(count)))


def test_as_many_as_aws_gives_every_account_are_sound() -> None:
    assert found_in(endpoints(MOST)) == []


def test_one_more_is_found_at_the_first_above() -> None:
    finding = only_finding(RULE, endpoints(MOST + 1))
    assert (finding.resource, finding.property) == (f"Endpoint{MOST}", "")
    assert (finding.found, finding.limit, finding.severity) == (str(MOST + 1), str(MOST), Severity.WARNING)


def test_above_the_quota_of_the_account_it_is_an_error() -> None:
    assert found_in(endpoints(3), quotas={"SERVERLESS_ENDPOINTS": 3}) == []
    assert only_finding(RULE, endpoints(4), quotas={"SERVERLESS_ENDPOINTS": 3}).severity is Severity.ERROR


def test_endpoints_on_instances_are_not_counted() -> None:
    on_instances = {**config(instance_variant(), id="Other"), **endpoint("Real", config="Other")}
    assert found_in(template(SHARED, endpoint(), on_instances), quotas={"SERVERLESS_ENDPOINTS": 1}) == []


def test_two_stacks_of_which_it_is_not_known_where_they_are_may_be_far_apart() -> None:
    assert found_in(endpoints(2), endpoints(2), quotas={"SERVERLESS_ENDPOINTS": 3}) == []
