"""SW326."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw326_request_above_stream_record import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.events import stream
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import real_time
from tests.validator.judging import findings_of, found_in, only_finding

DEFAULT = 1024**2


def streamed(size: Any, setting: Any = None, **read: Any) -> dict[str, Any]:
    body = template(real_time(), function(stated={"requestBytes": size}), stream(**read))
    body["Resources"]["Stream"]["Properties"]["MaxRecordSizeInKiB"] = (
        {"Ref": "AWS::NoValue"} if setting is None else setting
    )
    return body


@pytest.mark.parametrize("size", [DEFAULT - 1, DEFAULT, {"Ref": "Unset"}])
def test_what_every_stream_takes_is_sound(size: Any) -> None:
    assert found_in(streamed(size)) == []


def test_one_byte_more_is_found() -> None:
    finding = only_finding(RULE, streamed(DEFAULT + 1))
    assert finding.message == "requests have 1,048,577 B, as stated; a record of Stream has 1,048,576 B at most"


def test_a_stream_may_be_told_to_take_more() -> None:
    assert found_in(streamed(2 * DEFAULT, 2048)) == []
    assert only_finding(RULE, streamed(2 * DEFAULT + 1, 2048)).limit == "2,097,152 B"


def test_a_setting_that_is_not_known_is_taken_for_the_largest() -> None:
    assert not findings_of(RULE, streamed(10 * DEFAULT, {"Ref": "Unset"}))
    assert findings_of(RULE, streamed(10 * DEFAULT + 1, {"Ref": "Unset"}))


def test_a_stream_of_elsewhere_is_left_alone() -> None:
    elsewhere = "arn:aws:kinesis:us-east-1:111122223333:stream/elsewhere"
    assert not findings_of(RULE, streamed(DEFAULT + 1, EventSourceArn=elsewhere))


def test_what_comes_may_be_stated_apart_from_what_is_asked() -> None:
    body = streamed(DEFAULT + 1)
    assert findings_of(RULE, body)[0].severity == "warning"
    stated = body["Resources"]["Function"]["Metadata"]["sagewire"]
    stated["eventBytes"] = 300
    assert not findings_of(RULE, body)
    stated.update(requestBytes=300, eventBytes=DEFAULT + 1)
    (finding,) = findings_of(RULE, body)
    assert (finding.severity, finding.property) == ("error", "Metadata/sagewire/eventBytes")
