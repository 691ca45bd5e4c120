"""A function whose timeout is not above what its endpoint may take."""

import pytest

from sagewire.validator.rules.time.sw101_function_gives_up_first import RULE
from sagewire.validator.samples import att, ref, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import asynchronous, component, component_host, endpoint, real_time, serverless
from tests.validator.judging import found_in, only_finding

ONCE = {"attempts": 1}


@pytest.mark.parametrize(("timeout", "ids"), [(59, ["SW101"]), (60, ["SW101"]), (61, []), (None, ["SW101"])])
def test_the_timeout_is_above_60_s(timeout: int | None, ids: list[str]) -> None:
    assert found_in(template(serverless(), function(Timeout=timeout, stated=ONCE))) == ids


def test_a_function_that_states_no_timeout_has_3_s() -> None:
    finding = only_finding(RULE, template(real_time(), function(Timeout=None)))
    assert (finding.found, finding.limit, finding.property) == ("3", "60 s", "Properties/Timeout")
    assert finding.path == "Function > Endpoint"


def test_components_are_waited_for_as_well() -> None:
    assert found_in(template(component_host(), component(), function(Timeout=30))) == ["SW101"]


def test_nobody_waits_for_an_asynchronous_endpoint() -> None:
    assert found_in(template(asynchronous(), function(Timeout=10, action="sagemaker:InvokeEndpointAsync"))) == []


def test_an_endpoint_of_an_unknown_kind_is_left_alone() -> None:
    assert found_in(template(endpoint(config="Elsewhere"), function(Timeout=10))) == []


def test_sagewires_own_code_gives_up_when_its_settings_say() -> None:
    own = {
        "SAGEWIRE_ENDPOINT_NAME": att("Endpoint", "EndpointName"),
        "SAGEWIRE_READ_TIMEOUT": "2",
        "SAGEWIRE_MAX_ATTEMPTS": "5",
    }
    assert found_in(template(serverless(), function(Timeout=12, variables=own))) == []


@pytest.mark.parametrize(
    "stated",
    [
        {"readTimeoutMilliseconds": 5000, "attempts": 1},
        {"deadlineMilliseconds": 9000, "readTimeoutMilliseconds": 9000, **ONCE},
    ],
)
def test_what_is_told_of_the_waits_is_compared_with_instead(stated: dict[str, int]) -> None:
    assert found_in(template(serverless(), function(Timeout=10, stated=stated))) == []


def test_a_function_that_asks_nothing_is_left_alone() -> None:
    assert found_in(template(serverless(), function(Timeout=10, endpoint=None))) == []


def test_a_function_that_may_not_invoke_asks_nothing() -> None:
    looks = function(Timeout=10, action="sagemaker:DescribeEndpoint", variables={"ENDPOINT": ref("Endpoint")})
    assert found_in(template(serverless(), looks)) == []
