"""Steps of scaling that Application Auto Scaling refuses."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw637_steps_that_do_not_join import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import alarm, scaled, step
from sagewire.validator.samples.serving import real_time
from tests.validator.judging import findings_of, only_finding

UNKNOWN = {"Ref": "Any"}
PLACE = "Properties/StepScalingPolicyConfiguration/StepAdjustments"


def stepping(*bounds: tuple[Any, Any], **changes: Any) -> dict[str, Any]:
    named = [{"MetricIntervalLowerBound": lower, "MetricIntervalUpperBound": upper} for lower, upper in bounds]
    steps = [{key: value for key, value in one.items() if value is not None} for one in named]
    adjustments = [{**one, "ScalingAdjustment": 1} for one in steps]
    policy = step(StepScalingPolicyConfiguration={"StepAdjustments": adjustments}, **changes)
    calling = alarm("InvocationsPerInstance", calls="WakeUp")
    return template(real_time(), scaled(policy={**policy, **calling}), Parameters={"Any": {"Type": "String"}})


def refused(*bounds: tuple[Any, Any]) -> list[str]:
    return [finding.message for finding in findings_of(RULE, stepping(*bounds))]


@pytest.mark.parametrize(
    "bounds",
    [
        [(0, None)],
        [(None, 0)],
        [(5, None)],
        [(None, -5)],
        [(0, 10), (10, None)],
        [(0, 0.1 + 0.2), (0.3, None)],
        [(10, None), (0, 10)],
        [(None, -10), (-10, 0)],
        [(None, 0), (0, None)],
        [(None, -10), (-10, 0), (0, 10), (10, None)],
        [(0, 0.5), (0.5, None)],
        [("0", "10"), (10, None)],
    ],
)
def test_steps_that_join_are_taken(bounds: list[tuple[Any, Any]]) -> None:
    assert refused(*bounds) == []


def test_the_highest_step_has_no_end() -> None:
    finding = only_finding(RULE, stepping((0, 10)))
    assert (finding.resource, finding.property) == ("WakeUp", f"{PLACE}/0/MetricIntervalUpperBound")
    assert finding.message == (
        "the steps of WakeUp are refused: the highest step ends at 10, and none reaches up from there"
    )
    assert finding.fix == "Leave out MetricIntervalUpperBound of the highest step."


def test_the_lowest_step_has_no_end() -> None:
    (finding,) = findings_of(RULE, stepping((-5, 0)))
    assert finding.property == f"{PLACE}/0/MetricIntervalLowerBound"
    assert finding.message.endswith("the lowest step begins at -5, and none reaches down from there")
    assert finding.fix == "Leave out MetricIntervalLowerBound of the lowest step."


def test_a_step_has_one_bound_at_least() -> None:
    (finding,) = findings_of(RULE, stepping((None, None)))
    assert finding.property == f"{PLACE}/0/MetricIntervalLowerBound"
    assert finding.message.endswith("a step has no bound at all")
    assert finding.fix == "Set MetricIntervalLowerBound to 0."


@pytest.mark.parametrize("bounds", [(10, 5), (5, 5)])
def test_a_step_ends_above_where_it_begins(bounds: tuple[int, int]) -> None:
    (finding,) = findings_of(RULE, stepping(bounds))
    assert finding.property == f"{PLACE}/0/MetricIntervalUpperBound"
    assert finding.message.endswith(f"a step begins at {bounds[0]} and ends at {bounds[1]}")
    assert finding.fix == "Set MetricIntervalUpperBound above MetricIntervalLowerBound."


def test_a_gap_is_refused() -> None:
    (finding,) = findings_of(RULE, stepping((20, None), (0, 10)))
    assert finding.property == f"{PLACE}/0/MetricIntervalLowerBound"
    assert finding.message.endswith("the step to 10 and the one from 20 leave a gap")
    assert finding.fix == "Let each step begin where the one before it ends."


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ([(0, 10), (5, None)], "the step to 10 and the one from 5 overlap"),
        ([(0, None), (10, None)], "the step to no end and the one from 10 overlap"),
        ([(None, -10), (None, 0)], "the step to -10 and the one from no end overlap"),
        ([(0, 10), (10, None), (10, None)], "the step to no end and the one from 10 overlap"),
    ],
)
def test_steps_that_overlap_are_refused(bounds: list[tuple[Any, Any]], said: str) -> None:
    (message,) = refused(*bounds)
    assert message.endswith(said)


@pytest.mark.parametrize("bounds", [[(0, UNKNOWN)], [(UNKNOWN, 10)], [(0, 10), (UNKNOWN, UNKNOWN)]])
def test_what_is_not_known_may_join(bounds: list[tuple[Any, Any]]) -> None:
    assert refused(*bounds) == []


def test_a_policy_of_something_else_is_not_looked_at() -> None:
    other = {"ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount", "ResourceId": "service/a/b"}
    assert findings_of(RULE, stepping((0, 10), ScalingTargetId=None, **other)) == []
