"""A load balancer that closes the connection before the function ends."""

from typing import Any

import pytest

from sagewire.validator.rules.time.sw109_load_balancer_gives_up_first import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import asynchronous, serverless
from sagewire.validator.samples.waiting import load_balancer, prompt_function
from tests.validator.judging import found_in, only_finding


@pytest.mark.parametrize(("idle", "ids"), [("299", ["SW109"]), ("300", []), ("301", []), (None, ["SW109"])])
def test_it_waits_as_long_as_the_function_runs(idle: str | None, ids: list[str]) -> None:
    assert found_in(template(serverless(), load_balancer(idle=idle), function())) == ids


def test_it_waits_60_s_where_nothing_is_set() -> None:
    finding = only_finding(RULE, template(serverless(), load_balancer(), function()))
    assert (finding.found, finding.limit) == ("60 s", "at least 300 s")
    assert (finding.resource, finding.property) == ("Balancer", "Properties/LoadBalancerAttributes")
    assert finding.message == "the idle timeout is 60 s; Function may run 300 s"


@pytest.mark.parametrize(("deadline", "ids"), [(60_000, []), (60_001, ["SW109"])])
def test_a_stated_deadline_is_compared_with_instead(deadline: int, ids: list[str]) -> None:
    stated = {"deadlineMilliseconds": deadline}
    body = template(serverless(), load_balancer(), function(stated=stated))
    assert found_in(body) == ids
    if ids:
        assert only_finding(RULE, body).message == "the idle timeout is 60 s; callers of Function wait 60.001 s"


def test_the_result_of_an_asynchronous_endpoint_is_waited_for_elsewhere() -> None:
    asked = function(Timeout=20, action="sagemaker:InvokeEndpointAsync", stated={"deadlineMilliseconds": 600_000})
    assert found_in(template(asynchronous(), load_balancer(), asked)) == []


def test_a_prompt_function_ends_in_time() -> None:
    assert found_in(template(serverless(), load_balancer(), prompt_function())) == []


@pytest.mark.parametrize("attributes", [ref("Unset"), [ref("Unset")]])
def test_attributes_that_are_not_known_are_no_finding(attributes: Any) -> None:
    body = template(serverless(), load_balancer(), function(), Parameters={"Unset": {"Type": "String"}})
    body["Resources"]["Balancer"]["Properties"]["LoadBalancerAttributes"] = attributes
    assert found_in(body) == []


def test_a_load_balancer_elsewhere_is_not_known() -> None:
    parts = load_balancer()
    del parts["Balancer"]
    parts["Listener"]["Properties"]["LoadBalancerArn"] = "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/a"
    assert found_in(template(serverless(), parts, function())) == []
