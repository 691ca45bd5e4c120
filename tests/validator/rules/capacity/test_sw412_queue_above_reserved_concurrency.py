"""SW412."""

from typing import Any

import pytest

from sagewire.validator.rules.capacity.sw412_queue_above_reserved_concurrency import RULE
from sagewire.validator.samples import Resources, template
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding

OTHER = {"Other": mapping(ScalingConfig={"MaximumConcurrency": 3})["Mapping"]}


def read(most: int | None, reserved: int | None, *more: Resources) -> dict[str, Any]:
    calls = mapping(ScalingConfig={"MaximumConcurrency": most} if most else None)
    return template(serverless(), function(ReservedConcurrentExecutions=reserved), queue(), calls, *more)


@pytest.mark.parametrize(("most", "reserved"), [(5, 5), (5, 6), (None, 5), (5, None)])
def test_a_queue_that_calls_no_more_often_is_sound(most: int | None, reserved: int | None) -> None:
    assert found_in(read(most, reserved)) == []


def test_a_queue_that_calls_more_often_is_found() -> None:
    finding = only_finding(RULE, read(6, 5))
    assert finding.property == "Properties/ReservedConcurrentExecutions"
    assert (finding.found, finding.limit) == ("5", "at least 6")


def test_all_queues_of_a_function_are_counted_together() -> None:
    assert RULE.id not in found_in(read(2, 5, OTHER))
    assert RULE.id in found_in(read(3, 5, OTHER))


def test_a_function_that_is_switched_off_is_told_of_elsewhere() -> None:
    assert found_in(read(6, 0)) == ["SW424"]
