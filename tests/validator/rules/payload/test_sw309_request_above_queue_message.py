"""SW309."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw309_request_above_queue_message import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
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
