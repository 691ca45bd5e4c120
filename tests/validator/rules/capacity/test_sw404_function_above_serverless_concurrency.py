"""SW404."""

from typing import Any

import pytest

from sagewire.validator.rules.capacity.sw404_function_above_serverless_concurrency import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, mapping, queue, url
from sagewire.validator.samples.serving import real_time, serverless
from tests.validator.judging import found_in, only_finding


@pytest.mark.parametrize("reserved", [None, 1, 20])
def test_a_function_that_may_run_as_often_as_the_endpoint_takes_is_sound(reserved: Any) -> None:
    assert found_in(template(serverless(), function(ReservedConcurrentExecutions=reserved))) == []


def test_a_function_that_may_run_more_often_is_found() -> None:
    finding = only_finding(RULE, template(serverless(), function(ReservedConcurrentExecutions=21)))
    assert finding.property == "Properties/ReservedConcurrentExecutions"
    assert (finding.found, finding.limit) == ("21", "20")


def test_a_queue_that_alone_calls_the_function_bounds_it() -> None:
    def read(most: int, *more: Any) -> dict[str, Any]:
        calls = mapping(ScalingConfig={"MaximumConcurrency": most})
        return template(serverless(), function(ReservedConcurrentExecutions=30), queue(), calls, *more)

    assert found_in(read(20)) == []
    assert only_finding(RULE, read(21)).resource == "Mapping"
    assert found_in(read(20, url())) == [RULE.id]


def test_stated_figures_are_compared_instead() -> None:
    stated = serverless(stated={"latencyMilliseconds": 100})
    body = template(stated, function(ReservedConcurrentExecutions=21, stated={"peakRate": 10}))
    assert found_in(body) == []


def test_instances_are_not_judged() -> None:
    assert found_in(template(real_time(), function(ReservedConcurrentExecutions=500))) == []
