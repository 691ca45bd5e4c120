"""SW837."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw837_queue_with_two_readers import RULE
from sagewire.validator.samples import att, ref
from tests.validator.judging import changed, found_in, only_finding

SECOND = ("SecondMapping", "Properties")


def test_a_queue_that_two_functions_read_is_found_once() -> None:
    finding = only_finding(RULE, RULE.wrong())
    assert (finding.found, finding.resource, finding.property) == (
        "Requests",
        "SecondMapping",
        "Properties/EventSourceArn",
    )
    assert "read by Function too" in finding.message


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ((*SECOND, "Enabled"), False),
        ((*SECOND, "FunctionName"), ref("Function")),
        (("SecondMapping", "Condition"), "Never"),
        (("SecondMapping", "Condition"), "Sometimes"),
        ((*SECOND, "FunctionName"), {"Fn::ImportValue": "function"}),
        ((*SECOND, "EventSourceArn"), {"Fn::If": ["Sometimes", att("Requests", "Arn"), att("Requests", "QueueName")]}),
    ],
    ids=["switched off", "the same function", "left out", "left out at times", "not known", "another queue at times"],
)
def test_a_second_reader_that_may_not_be_one_is_sound(place: tuple[str, ...], value: Any) -> None:
    conditions = {"Never": {"Fn::Equals": ["a", "b"]}, "Sometimes": {"Fn::Equals": [ref("Stage"), "b"]}}
    body = {
        **changed(RULE.wrong(), place, value),
        "Conditions": conditions,
        "Parameters": {"Stage": {"Type": "String"}},
    }
    assert "SW837" not in found_in(body)


def test_a_reader_that_asks_no_endpoint_takes_messages_as_well() -> None:
    body = changed(RULE.wrong(), ("Second", "Properties", "Environment"), {"Variables": {}})
    body["Resources"]["SecondRole"]["Properties"].pop("Policies")
    assert "SW837" in found_in(body)
