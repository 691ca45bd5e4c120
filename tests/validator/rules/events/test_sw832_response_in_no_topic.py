"""SW832."""

import pytest

from sagewire.validator.rules.events.sw832_response_in_no_topic import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.serving import asynchronous
from tests.validator.judging import found_in, only_finding

SUCCESS, ERROR = "SUCCESS_NOTIFICATION_TOPIC", "ERROR_NOTIFICATION_TOPIC"


def _of(*included: object, **topics: object) -> dict[str, object]:
    notified = {"ErrorTopic": ref("Failed"), "IncludeInferenceResponseIn": list(included), **topics}
    kept = {name: value for name, value in notified.items() if value is not None}
    return template(asynchronous(output={"NotificationConfig": kept}))


def test_a_response_for_a_topic_that_is_not_set_is_found() -> None:
    finding = only_finding(RULE, _of(ERROR, SUCCESS))
    assert (finding.found, finding.resource) == (SUCCESS, "Config")
    assert finding.property.endswith("NotificationConfig/IncludeInferenceResponseIn/1")
    assert "there is no SuccessTopic" in finding.message


def test_a_missing_error_topic_is_found_by_both_rules() -> None:
    assert found_in(_of(ERROR, ErrorTopic=None, SuccessTopic=ref("Answered"))) == ["SW812", "SW832"]


@pytest.mark.parametrize("topic", [ref("Answered"), {"Fn::ImportValue": "topic"}])
def test_a_topic_that_is_set_is_sound(topic: object) -> None:
    assert found_in(_of(SUCCESS, ERROR, SuccessTopic=topic)) == []


def test_what_is_included_nowhere_needs_no_topic() -> None:
    assert found_in(_of()) == []


def test_another_word_is_not_judged() -> None:
    assert found_in(_of("SOME_OTHER_TOPIC")) == []
