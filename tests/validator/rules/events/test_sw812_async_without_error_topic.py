"""SW812."""

import pytest

from sagewire.validator.rules.events.sw812_async_without_error_topic import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.serving import asynchronous, real_time, serverless
from tests.validator.judging import found_in, only_finding

PLACE = "Properties/AsyncInferenceConfig/OutputConfig/NotificationConfig/ErrorTopic"


@pytest.mark.parametrize("notified", [None, {}, {"SuccessTopic": ref("Answered")}])
def test_an_endpoint_whose_failures_nobody_hears_of_is_found(notified: object) -> None:
    finding = only_finding(RULE, template(asynchronous(output={"NotificationConfig": notified})))
    assert (finding.resource, finding.property) == ("Config", PLACE)


@pytest.mark.parametrize("topic", [ref("Failed"), {"Fn::ImportValue": "failed"}])
def test_any_topic_will_do(topic: object) -> None:
    assert found_in(template(asynchronous(output={"NotificationConfig": {"ErrorTopic": topic}}))) == []


def test_notifications_that_are_not_known_are_not_judged() -> None:
    assert found_in(template(asynchronous(output={"NotificationConfig": {"Fn::ImportValue": "notified"}}))) == []


def test_other_kinds_of_endpoints_have_none() -> None:
    assert found_in(template(serverless())) == found_in(template(real_time())) == []
