"""SW306."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw306_response_above_lambda_payload import RULE
from sagewire.validator.samples import Resources, template
from sagewire.validator.samples.invoking import event_rule, function, http_api, rest_api, url
from sagewire.validator.samples.serving import asynchronous, real_time
from tests.validator.judging import findings_of, found_in, only_finding

MOST = 6 * 1024**2
AS_TEXT = 3 * MOST // 4


def by(way: Resources, size: Any) -> dict[str, Any]:
    return template(real_time(), function(stated={"responseBytes": size}), way)


@pytest.mark.parametrize("size", [AS_TEXT - 1, AS_TEXT, {"Ref": "Unset"}])
def test_what_lambda_passes_on_as_base64_is_sound(size: Any) -> None:
    assert found_in(by(url(), size)) == []


@pytest.mark.parametrize("size", [AS_TEXT + 1, MOST])
def test_what_lambda_passes_on_as_text_alone_is_a_warning(size: int) -> None:
    finding = only_finding(RULE, by(url(), size))
    assert finding.severity == "warning"
    assert finding.message.endswith("B as base64, unless they are text); Lambda passes 6,291,456 B on")


@pytest.mark.parametrize("way", [url(), http_api(), rest_api()])
def test_more_than_lambda_passes_on_is_an_error(way: Resources) -> None:
    (finding,) = findings_of(RULE, by(way, MOST + 1))
    assert (finding.severity, finding.found) == ("error", "6,291,457")


@pytest.mark.parametrize(
    "way", [url(InvokeMode="RESPONSE_STREAM"), rest_api(integration={"ResponseTransferMode": "STREAM"})]
)
def test_a_streamed_answer_may_be_larger(way: Resources) -> None:
    assert not findings_of(RULE, by(way, MOST + 1))


def test_nobody_has_an_answer_to_an_event() -> None:
    assert not findings_of(RULE, by(event_rule(), MOST + 1))


def test_what_an_asynchronous_endpoint_answers_goes_to_a_bucket() -> None:
    stated = function(stated={"eventBytes": 300, "responseBytes": MOST + 1}, action="sagemaker:InvokeEndpointAsync")
    assert not findings_of(RULE, template(asynchronous(), stated, url()))
