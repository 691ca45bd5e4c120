"""SW308."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw308_request_above_event_size import RULE
from sagewire.validator.samples import Resources, template
from sagewire.validator.samples.invoking import event_rule, function, rest_api
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, found_in, only_finding

MOST = 1024**2
LATER = {"RequestParameters": {"integration.request.header.X-Amz-Invocation-Type": "'Event'"}}


def by(way: Resources, size: Any) -> dict[str, Any]:
    return template(serverless(), function(stated={"requestBytes": size}), way)


@pytest.mark.parametrize("size", [MOST - 1, MOST, {"Ref": "Unset"}])
def test_what_an_event_may_have_is_sound(size: Any) -> None:
    assert found_in(by(event_rule(), size)) == []


def test_one_byte_more_is_found() -> None:
    finding = only_finding(RULE, by(event_rule(), MOST + 1))
    assert finding.message == "requests by Rule have 1,048,577 B, as stated; an event has 1,048,576 B at most"


def test_an_api_at_which_nobody_waits_makes_an_event() -> None:
    (finding,) = findings_of(RULE, by(rest_api(integration=LATER), MOST + 1))
    assert finding.severity == "error"
    assert not findings_of(RULE, by(rest_api(), MOST + 1))


@pytest.mark.parametrize("source", [["aws.s3"], ["pages", "aws.s3"], [{"prefix": "aws"}], {"Ref": "Unset"}, None])
def test_an_event_that_may_be_of_aws_tells_where_something_lies(source: Any) -> None:
    assert not findings_of(RULE, by(event_rule(pattern={"source": source}), MOST + 1))


def test_what_comes_may_be_stated_apart_from_what_is_asked() -> None:
    body = by(event_rule(), MOST + 1)
    assert findings_of(RULE, body)[0].severity == "warning"
    stated = body["Resources"]["Function"]["Metadata"]["sagewire"]
    stated["eventBytes"] = 300
    assert not findings_of(RULE, body)
    stated.update(requestBytes=300, eventBytes=MOST + 1)
    (finding,) = findings_of(RULE, body)
    assert (finding.severity, finding.property) == ("error", "Metadata/sagewire/eventBytes")
    assert finding.message == "events by Rule have 1,048,577 B, as stated; an event has 1,048,576 B at most"


def test_what_is_stated_of_events_comes_whosever_they_are() -> None:
    stated = function(stated={"eventBytes": MOST + 1})
    body = template(serverless(), stated, event_rule(pattern={"source": ["aws.s3"]}))
    assert findings_of(RULE, body)[0].severity == "error"
