"""SW856."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw856_fifo_target_without_deduplication import RULE
from sagewire.validator.samples import Resources, att, sub, template
from sagewire.validator.samples.events import fifo_queue, rule_to_queue
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import changed, findings_of, found_in, only_finding

TARGETS = ("Rule", "Properties", "Targets")
ELSEWHERE = {"Fn::ImportValue": "elsewhere"}


def _of(made: Resources | None = None, **changes: Any) -> dict[str, Any]:
    kept = fifo_queue(**changes) if made is None else made
    return template(serverless(), function(), kept, mapping(), rule_to_queue(group="pages"))


def test_a_queue_that_makes_no_ids_is_found() -> None:
    finding = only_finding(RULE, _of())
    assert (finding.resource, finding.property) == ("Requests", "Properties/ContentBasedDeduplication")
    assert finding.message.startswith("Rule sends to Requests, a FIFO queue, which refuses")


@pytest.mark.parametrize(("switch", "count"), [(False, 1), ("false", 1), (True, 0), ("true", 0), (ELSEWHERE, 0)])
def test_the_switch_decides(switch: Any, count: int) -> None:
    assert found_in(_of(ContentBasedDeduplication=switch)) == ["SW856"] * count


@pytest.mark.parametrize("flag", [None, False, ELSEWHERE])
def test_a_standard_queue_or_one_that_may_be_is_sound(flag: Any) -> None:
    assert findings_of(RULE, _of(queue(FifoQueue=flag))) == []


@pytest.mark.parametrize("arn", [ELSEWHERE, "arn:aws:sqs:us-east-1:111122223333:elsewhere.fifo"])
def test_a_queue_of_another_stack_is_not_judged(arn: Any) -> None:
    assert findings_of(RULE, changed(_of(), (*TARGETS, 0, "Arn"), arn)) == []


@pytest.mark.parametrize("otherwise", [ELSEWHERE, sub("${Requests.Arn}-later")])
def test_a_queue_that_is_sent_to_on_an_open_condition_is_not_judged(otherwise: Any) -> None:
    arn = {"Fn::If": ["Open", att("Requests", "Arn"), otherwise]}
    body = {**changed(_of(), (*TARGETS, 0, "Arn"), arn), "Conditions": {"Open": {"Fn::Equals": [ELSEWHERE, "a"]}}}
    assert findings_of(RULE, body) == []


def test_a_queue_of_several_rules_is_told_once_and_by_the_first() -> None:
    body = _of()
    body["Resources"]["Second"] = body["Resources"]["Rule"]
    (finding,) = findings_of(RULE, body)
    assert finding.message.startswith("Rule sends to Requests")


def test_each_queue_is_told() -> None:
    other = {"Id": "Other", "Arn": att("DeadLetters", "Arn"), "SqsParameters": {"MessageGroupId": "a"}}
    body = _of()
    body["Resources"]["Rule"]["Properties"]["Targets"].append(other)
    assert {finding.resource for finding in findings_of(RULE, body)} == {"Requests", "DeadLetters"}


def test_senders_that_give_ids_of_their_own_need_no_switch() -> None:
    assert findings_of(RULE, template(serverless(), function(), fifo_queue(), mapping())) == []
