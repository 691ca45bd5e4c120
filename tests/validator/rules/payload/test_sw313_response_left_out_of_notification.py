"""SW313."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw313_response_left_out_of_notification import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import asynchronous
from tests.validator.judging import findings_of, found_in, only_finding

MOST = 128 * 1024
SUCCESS = ["SUCCESS_NOTIFICATION_TOPIC"]


def answering(size: Any, included: Any = SUCCESS) -> dict[str, Any]:
    notified = {"SuccessTopic": ref("Answered"), "ErrorTopic": ref("Failed"), "IncludeInferenceResponseIn": included}
    invoking = function(action="sagemaker:InvokeEndpointAsync", stated={"responseBytes": size})
    return template(asynchronous(output={"NotificationConfig": notified}), invoking)


@pytest.mark.parametrize("size", [MOST - 1, MOST, {"Ref": "Unset"}])
def test_what_a_notification_includes_is_sound(size: Any) -> None:
    assert found_in(answering(size)) == []


@pytest.mark.parametrize("included", [SUCCESS, ["ERROR_NOTIFICATION_TOPIC", *SUCCESS]])
def test_one_byte_more_is_found(included: Any) -> None:
    finding = only_finding(RULE, answering(MOST + 1, included))
    assert finding.message == (
        "responses have 131,073 B, as stated; the notifications of Config include 131,072 B at most"
    )


@pytest.mark.parametrize("included", [[], ["ERROR_NOTIFICATION_TOPIC"], [{"Ref": "Unset"}]])
def test_where_no_response_is_included_none_is_left_out(included: Any) -> None:
    assert not findings_of(RULE, answering(MOST + 1, included))
