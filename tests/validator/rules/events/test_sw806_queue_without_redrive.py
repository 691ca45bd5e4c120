"""SW806."""

from typing import Any

from sagewire.validator.rules.events.sw806_queue_without_redrive import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


def _of(**changes: Any) -> dict[str, object]:
    return template(serverless(), function(), queue(**{"dead_letters": None, **changes}), mapping())


def test_a_queue_whose_failed_messages_go_nowhere_is_found() -> None:
    finding = only_finding(RULE, _of())
    assert (finding.resource, finding.property) == ("Requests", "Properties/RedrivePolicy")
    assert "comes back for 96 hours" in finding.message


def test_it_is_told_how_long_a_message_comes_back() -> None:
    assert "comes back for 336 hours" in only_finding(RULE, _of(MessageRetentionPeriod=1_209_600)).message


def test_a_queue_with_dead_letters_is_sound_and_these_need_none_themselves() -> None:
    assert found_in(_of(dead_letters="DeadLetters")) == []


def test_a_queue_that_no_function_of_inference_reads_is_left_alone() -> None:
    assert found_in(template(function(endpoint=None), queue(dead_letters=None), mapping())) == []
    assert found_in(template(serverless(), function(), queue(dead_letters=None))) == []


def test_a_time_that_is_not_known_is_not_told() -> None:
    assert found_in(_of(MessageRetentionPeriod={"Fn::ImportValue": "kept"})) == []


def test_a_policy_that_may_be_there_is_not_missed() -> None:
    maybe = {"Fn::If": ["Kept", {"maxReceiveCount": 5}, {"Ref": "AWS::NoValue"}]}
    conditions = {"Kept": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}}
    body = {**_of(RedrivePolicy=maybe), "Conditions": conditions, "Parameters": {"Stage": {"Type": "String"}}}
    assert found_in(body) == []
