"""SW322."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw322_request_above_topic_message import RULE
from sagewire.validator.samples import att, template
from sagewire.validator.samples.events import topic_to_queue
from sagewire.validator.samples.invoking import function, mapping, queue, topic
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, found_in, only_finding

DEFAULT = 256 * 1024
MOST = 1024**2


def published(size: Any, **changes: Any) -> dict[str, Any]:
    return template(serverless(), function(stated={"requestBytes": size}), topic(**changes))


@pytest.mark.parametrize("size", [DEFAULT - 1, DEFAULT, {"Ref": "Unset"}])
def test_what_every_topic_takes_is_sound(size: Any) -> None:
    assert found_in(published(size)) == []


def test_one_byte_more_is_found() -> None:
    finding = only_finding(RULE, published(DEFAULT + 1))
    assert finding.message == "requests have 262,145 B, as stated; a message of Topic has 262,144 B at most"


def test_a_topic_may_be_told_to_take_more() -> None:
    assert found_in(published(MOST, MaximumMessageSize=MOST)) == []
    assert only_finding(RULE, published(MOST + 1, MaximumMessageSize=MOST)).limit == "1,048,576 B"


def test_a_setting_that_is_not_known_is_taken_for_the_largest() -> None:
    assert not findings_of(RULE, published(MOST, MaximumMessageSize={"Ref": "Unset"}))


def test_so_is_that_of_a_topic_of_elsewhere() -> None:
    elsewhere = {"TopicArn": "arn:aws:sns:us-east-1:111122223333:elsewhere"}
    assert not findings_of(RULE, published(MOST, subscription=elsewhere))
    (finding,) = findings_of(RULE, published(MOST + 1, subscription=elsewhere))
    assert "a message of the topic has" in finding.message


def test_a_topic_that_names_its_subscribers_itself_is_looked_at() -> None:
    body = published(DEFAULT + 1)
    subscription = body["Resources"].pop("Subscription")["Properties"]
    named = {"Protocol": "lambda", "Endpoint": subscription["Endpoint"]}
    body["Resources"]["Topic"]["Properties"]["Subscription"] = [named]
    assert [finding.limit for finding in findings_of(RULE, body)] == ["262,144 B"]


def test_what_comes_may_be_stated_apart_from_what_is_asked() -> None:
    body = published(DEFAULT + 1)
    assert findings_of(RULE, body)[0].severity == "warning"
    stated = body["Resources"]["Function"]["Metadata"]["sagewire"]
    stated["eventBytes"] = 300
    assert not findings_of(RULE, body)
    stated.update(requestBytes=300, eventBytes=DEFAULT + 1)
    (finding,) = findings_of(RULE, body)
    assert (finding.severity, finding.property) == ("error", "Metadata/sagewire/eventBytes")


def filled(size: int, **facts: int) -> dict[str, Any]:
    stated = function(stated={"requestBytes": size, **facts})
    return template(serverless(), stated, queue(), mapping(), topic_to_queue())


def test_a_topic_before_the_queue_is_looked_at() -> None:
    assert found_in(filled(DEFAULT)) == []
    finding = only_finding(RULE, filled(300, eventBytes=DEFAULT + 1))
    assert finding.message == "events have 262,145 B, as stated; a message of Topic has 262,144 B at most"
    assert finding.severity == "warning"


def test_so_is_one_that_names_the_queue_itself() -> None:
    body = filled(DEFAULT + 1)
    del body["Resources"]["Subscription"]
    body["Resources"]["Topic"]["Properties"] = {
        "Subscription": [{"Protocol": "sqs", "Endpoint": att("Requests", "Arn")}]
    }
    assert only_finding(RULE, body).limit == "262,144 B"


def test_the_topic_may_take_more_there_too() -> None:
    body = filled(DEFAULT + 1)
    body["Resources"]["Topic"]["Properties"] = {"MaximumMessageSize": MOST}
    assert found_in(body) == []
