"""SW855."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw855_fifo_target_without_group import RULE
from sagewire.validator.samples import Resources, att, sub, template
from sagewire.validator.samples.events import fifo_queue, rule_to_queue
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import changed, findings_of, found_in, only_finding

TARGETS = ("Rule", "Properties", "Targets")
TARGET = (*TARGETS, 0)
ELSEWHERE = {"Fn::ImportValue": "elsewhere"}
ARN = "arn:aws:sqs:us-east-1:111122223333:elsewhere"


def _of(made: Resources | None = None, *, group: str | None = None) -> dict[str, Any]:
    kept = fifo_queue(ContentBasedDeduplication=True) if made is None else made
    return template(serverless(), function(), kept, mapping(), rule_to_queue(group=group))


def test_a_fifo_queue_without_a_group_is_found() -> None:
    finding = only_finding(RULE, _of())
    assert (finding.found, finding.resource) == ("not set", "Rule")
    assert finding.property == "Properties/Targets/0/SqsParameters/MessageGroupId"
    assert finding.message.startswith("Requests is a FIFO queue, and the target names no message group")


def test_parameters_that_name_no_group_do_not_help() -> None:
    assert len(findings_of(RULE, changed(_of(), (*TARGET, "SqsParameters"), {}))) == 1


@pytest.mark.parametrize("group", ["pages", ELSEWHERE])
def test_a_group_is_sound(group: Any) -> None:
    assert found_in(changed(_of(), (*TARGET, "SqsParameters"), {"MessageGroupId": group})) == []


def test_parameters_that_are_not_known_may_name_one() -> None:
    assert found_in(changed(_of(), (*TARGET, "SqsParameters"), ELSEWHERE)) == []


def test_a_standard_queue_takes_none() -> None:
    assert found_in(_of(queue())) == []


@pytest.mark.parametrize("flag", [False, ELSEWHERE])
def test_a_queue_that_may_be_a_standard_one_is_not_judged(flag: Any) -> None:
    assert findings_of(RULE, _of(queue(FifoQueue=flag))) == []


@pytest.mark.parametrize(
    ("arn", "count"),
    [
        (f"{ARN}.fifo", 1),
        ({"Fn::Sub": "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:elsewhere.fifo"}, 1),
        (ARN, 0),
        ("arn:aws:sns:us-east-1:111122223333:elsewhere.fifo", 0),
        (ELSEWHERE, 0),
        ({"Fn::If": ["Open", att("Requests", "Arn"), ELSEWHERE]}, 0),
        ({"Fn::If": ["Open", att("Requests", "Arn"), sub("${Requests.Arn}-later")]}, 0),
    ],
)
def test_a_queue_elsewhere_is_known_by_its_name(arn: Any, count: int) -> None:
    body = {**changed(_of(), (*TARGET, "Arn"), arn), "Conditions": {"Open": {"Fn::Equals": [ELSEWHERE, "a"]}}}
    found = findings_of(RULE, body)
    assert len(found) == count
    assert all("elsewhere.fifo is a FIFO queue" in finding.message for finding in found)


def test_each_target_is_looked_at() -> None:
    sent = {"Arn": f"{ARN}.fifo"}
    grouped = {**sent, "Id": "Grouped", "SqsParameters": {"MessageGroupId": "pages"}}
    body = changed(_of(), TARGETS, [grouped, {**sent, "Id": "One"}, {**sent, "Id": "Two"}])
    places = [finding.property.split("/")[2] for finding in findings_of(RULE, body)]
    assert places == ["1", "2"]


def test_it_need_not_have_to_do_with_inference() -> None:
    assert len(findings_of(RULE, template(fifo_queue(), rule_to_queue()))) == 1
