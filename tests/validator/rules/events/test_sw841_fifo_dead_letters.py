"""SW841."""

import pytest

from sagewire.validator.rules.events.sw841_fifo_dead_letters import RULE
from sagewire.validator.samples import att, template
from sagewire.validator.samples.events import fifo_rule_dead_letters
from sagewire.validator.samples.invoking import dead_letters, event_rule, function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


def test_a_fifo_queue_is_found() -> None:
    finding = only_finding(RULE, template(serverless(), function(), fifo_rule_dead_letters()))
    assert (finding.found, finding.resource) == ("RuleDeadLetters", "Rule")
    assert finding.property == "Properties/Targets/0/DeadLetterConfig/Arn"


def test_it_need_not_have_to_do_with_inference() -> None:
    assert found_in(template(function(endpoint=None), fifo_rule_dead_letters())) == ["SW841"]


@pytest.mark.parametrize("flag", [None, False, {"Fn::ImportValue": "ordered"}])
def test_a_standard_queue_or_one_that_is_not_known_is_sound(flag: object) -> None:
    kept = dead_letters("RuleDeadLetters", "events.amazonaws.com", att("Rule", "Arn"), FifoQueue=flag)
    assert found_in(template(serverless(), function(), event_rule(), kept)) == []
