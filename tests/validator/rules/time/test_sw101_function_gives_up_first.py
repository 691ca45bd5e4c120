"""A function whose timeout is not above what its endpoint may take."""

from typing import Any

import pytest

from sagewire.validator.rules.time.sw101_function_gives_up_first import RULE
from sagewire.validator.samples import att, ref, template
from sagewire.validator.samples.invoking import function, http_api, queue, rest_api
from sagewire.validator.samples.invoking import mapping as queue_mapping
from sagewire.validator.samples.serving import asynchronous, component, component_host, endpoint, real_time, serverless
from sagewire.validator.samples.waiting import load_balancer, state_machine, web_socket_api
from tests.validator.judging import found_in, only_finding, with_sections

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
    looks = function(
        Timeout=10, action="sagemaker:DescribeEndpoint", variables={"ENDPOINT": att("Endpoint", "EndpointName")}
    )
    assert found_in(template(serverless(), looks)) == []


@pytest.mark.parametrize(
    ("api", "timeout", "ids"),
    [
        (rest_api(), 14, ["SW101"]),
        (rest_api(), 15, []),
        (rest_api(), 29, []),
        (rest_api(), 30, ["SW106"]),
        (rest_api(), 61, ["SW106"]),
        (http_api(), 15, ["SW101"]),
        (http_api(), 16, []),
        (http_api(), 30, []),
        (http_api(), 61, ["SW106"]),
        (http_api(TimeoutInMillis=10_000), 6, []),
        (http_api(TimeoutInMillis=10_000), 5, ["SW101"]),
        (web_socket_api(), 29, []),
        (web_socket_api(), None, ["SW101"]),
        (load_balancer(), 60, []),
        (load_balancer(), 30, ["SW101"]),
        (load_balancer(idle="61"), 60, ["SW101"]),
        (state_machine(TimeoutSeconds=20), 20, []),
        (state_machine(), 60, ["SW101"]),
    ],
)
def test_before_a_way_in_that_waits_less_a_longer_timeout_is_not_asked_for(
    api: Any, timeout: int | None, ids: list[str]
) -> None:
    assert found_in(template(serverless(), api, function(Timeout=timeout))) == ids


@pytest.mark.parametrize("api", [rest_api(), http_api(), web_socket_api(), load_balancer(idle="50")])
def test_what_the_fix_says_is_no_finding(api: Any) -> None:
    finding = only_finding(RULE, template(serverless(), api, function(Timeout=None)))
    seconds = int(finding.fix.split("Set the timeout to ")[1].split(" s at most")[0])
    assert found_in(template(serverless(), api, function(Timeout=seconds))) == []


def test_it_names_what_waits_less() -> None:
    finding = only_finding(RULE, template(serverless(), rest_api(), function(Timeout=None)))
    assert finding.message == (
        "timeout is 3 s; the endpoint that it asks may take 60 s, and a REST API waits 29 s for the function"
    )
    assert finding.path == "Method > Function > Endpoint"


def test_the_way_in_that_waits_least_counts() -> None:
    read = {**queue(VisibilityTimeout=360), **queue_mapping()}
    slower = load_balancer(idle="60")
    assert "SW101" not in found_in(template(serverless(), rest_api(), slower, function(Timeout=20)))
    assert found_in(template(serverless(), rest_api(), read, function(Timeout=29))) == []
    assert found_in(template(serverless(), read, function(Timeout=29))) == ["SW101"]


def test_a_wait_that_is_not_known_is_left_alone() -> None:
    waits = rest_api(integration={"TimeoutInMillis": ref("Unset")})
    body = with_sections(template(serverless(), waits, function(Timeout=10)), Parameters={"Unset": {"Type": "Number"}})
    assert found_in(body) == []


def test_a_streamed_response_has_no_such_limit() -> None:
    streams = rest_api(integration={"ResponseTransferMode": "STREAM"})
    assert "SW101" in found_in(template(serverless(), streams, function(Timeout=29)))


def test_nobody_waits_for_a_function_that_is_called_later() -> None:
    later = rest_api(
        integration={
            "Type": "AWS",
            "RequestParameters": {"integration.request.header.X-Amz-Invocation-Type": "'Event'"},
        }
    )
    assert "SW101" in found_in(template(serverless(), later, function(Timeout=29)))
