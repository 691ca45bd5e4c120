"""SW309."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw309_request_above_queue_message import RULE
from sagewire.validator.samples import att, template
from sagewire.validator.samples.events import schedule
from sagewire.validator.samples.invoking import function, mapping, queue, url
from sagewire.validator.samples.serving import asynchronous, serverless
from tests.validator.judging import findings_of, found_in, only_finding

MOST = 1024**2


def queued(size: Any, setting: Any = None, **read: Any) -> dict[str, Any]:
    return template(
        serverless(), function(stated={"requestBytes": size}), queue(MaximumMessageSize=setting), mapping(**read)
    )


@pytest.mark.parametrize("size", [MOST - 1, MOST, {"Ref": "Unset"}])
def test_what_any_queue_takes_is_sound(size: Any) -> None:
    assert found_in(queued(size)) == []


def test_one_byte_more_is_found() -> None:
    finding = only_finding(RULE, queued(MOST + 1))
    assert finding.message == ("requests have 1,048,577 B, as stated; a message of Requests has 1,048,576 B at most")


@pytest.mark.parametrize("setting", [2048, "2048"])
def test_a_queue_may_take_less(setting: Any) -> None:
    assert found_in(queued(2048, setting)) == []
    assert only_finding(RULE, queued(2049, setting)).limit == "2,048 B"


def test_a_setting_that_is_not_known_is_taken_for_the_largest() -> None:
    assert not findings_of(RULE, queued(MOST, {"Ref": "Unset"}))
    assert findings_of(RULE, queued(MOST + 1, {"Ref": "Unset"}))


def test_so_is_that_of_a_queue_of_elsewhere() -> None:
    elsewhere = "arn:aws:sqs:us-east-1:111122223333:elsewhere"
    assert not findings_of(RULE, queued(MOST, 1024, EventSourceArn=elsewhere))
    (finding,) = findings_of(RULE, queued(MOST + 1, 1024, EventSourceArn=elsewhere))
    assert "a message of the queue has" in finding.message


def test_what_comes_may_be_stated_apart_from_what_is_asked() -> None:
    body = queued(MOST + 1)
    assert findings_of(RULE, body)[0].severity == "warning"
    stated = body["Resources"]["Function"]["Metadata"]["sagewire"]
    stated["eventBytes"] = 300
    assert not findings_of(RULE, body)
    stated.update(requestBytes=300, eventBytes=MOST + 1)
    (finding,) = findings_of(RULE, body)
    assert (finding.severity, finding.property) == ("error", "Metadata/sagewire/eventBytes")
    assert finding.message == "events have 1,048,577 B, as stated; a message of Requests has 1,048,576 B at most"


def _second(body: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Another queue that the function reads."""
    read = mapping(EventSourceArn=att("More", "Arn"))["Mapping"]
    body["Resources"].update(queue("More", **changes), MoreMapping=read)
    return body


def test_each_queue_that_the_function_reads_is_looked_at() -> None:
    body = _second(queued(4097), MaximumMessageSize=4096)
    (finding,) = findings_of(RULE, body)
    assert "a message of More has 4,096 B" in finding.message
    assert not findings_of(RULE, _second(queued(4096), MaximumMessageSize=4096))


def test_a_size_that_two_of_them_refuse_is_told_of_once() -> None:
    assert len(findings_of(RULE, _second(queued(MOST + 1)))) == 1


def _to_asynchronous(**facts: Any) -> dict[str, Any]:
    asking = function(stated=facts, action="sagemaker:InvokeEndpointAsync")
    return template(asynchronous(), asking, queue(), mapping())


def test_what_an_asynchronous_endpoint_is_asked_may_lie_in_a_bucket() -> None:
    assert found_in(_to_asynchronous(requestBytes=MOST + 1)) == []
    assert found_in(_to_asynchronous(requestBytes=MOST + 1, eventBytes=MOST)) == []
    assert found_in(_to_asynchronous(eventBytes={"Ref": "Unset"})) == []


def test_what_is_stated_of_its_events_comes() -> None:
    assert only_finding(RULE, _to_asynchronous(eventBytes=MOST + 1)).severity == "error"


@pytest.mark.parametrize(("other", "severity"), [(url(), "warning"), (schedule(), "error")], ids=["url", "schedule"])
def test_what_is_stated_may_come_by_another_way(other: dict[str, Any], severity: str) -> None:
    stated = function(stated={"eventBytes": MOST + 1})
    (finding,) = findings_of(RULE, template(serverless(), stated, queue(), mapping(), other))
    assert finding.severity == severity
