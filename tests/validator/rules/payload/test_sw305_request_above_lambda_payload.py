"""SW305."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw305_request_above_lambda_payload import RULE
from sagewire.validator.samples import Resources, att, resource, template
from sagewire.validator.samples.invoking import function, http_api, rest_api, url
from sagewire.validator.samples.serving import asynchronous, real_time
from tests.validator.judging import findings_of, found_in, only_finding

MOST = 6 * 1024**2
AS_TEXT = 3 * MOST // 4


def by(way: Resources, size: Any) -> dict[str, Any]:
    return template(real_time(), function(stated={"requestBytes": size}), way)


def pipe() -> Resources:
    properties = {"Source": "arn:aws:kinesis:us-east-1:111122223333:stream/a", "Target": att("Function", "Arn")}
    return resource("Pipe", "AWS::Pipes::Pipe", properties, {})


@pytest.mark.parametrize("size", [AS_TEXT - 1, AS_TEXT, {"Ref": "Unset"}])
def test_what_lambda_takes_as_base64_is_sound(size: Any) -> None:
    assert found_in(by(url(), size)) == []


@pytest.mark.parametrize("size", [AS_TEXT + 1, MOST])
def test_what_lambda_takes_as_text_alone_is_a_warning(size: int) -> None:
    finding = only_finding(RULE, by(url(), size))
    assert finding.severity == "warning"
    grown = (size + 2) // 3 * 4
    assert finding.message == (
        f"requests by Url have {size:,} B, as stated ({grown:,} B as base64, unless they are text);"
        " Lambda takes 6,291,456 B"
    )


@pytest.mark.parametrize("way", [url(), http_api(), rest_api()])
def test_more_than_lambda_takes_is_an_error(way: Resources) -> None:
    (finding,) = findings_of(RULE, by(way, MOST + 1))
    assert finding.severity == "error"
    assert "base64" not in finding.message


def test_a_pipe_may_hand_on_where_a_request_lies() -> None:
    (finding,) = findings_of(RULE, by(pipe(), MOST + 1))
    assert finding.severity == "warning"
    assert "base64" not in finding.message


def test_what_comes_may_be_stated_apart_from_what_is_asked() -> None:
    def apart(asked: int, brought: Any) -> dict[str, Any]:
        return template(real_time(), function(stated={"requestBytes": asked, "eventBytes": brought}), pipe())

    assert not findings_of(RULE, apart(MOST + 1, 300))
    assert not findings_of(RULE, apart(MOST + 1, {"Ref": "Unset"}))
    (finding,) = findings_of(RULE, apart(300, MOST + 1))
    assert (finding.severity, finding.property) == ("error", "Metadata/sagewire/eventBytes")


def test_a_pipe_hands_on_json_as_it_is() -> None:
    assert not findings_of(RULE, by(pipe(), MOST))


def test_an_api_at_which_nobody_waits_is_for_another_rule() -> None:
    later = {"RequestParameters": {"integration.request.header.X-Amz-Invocation-Type": "'Event'"}}
    assert not findings_of(RULE, by(rest_api(integration=later), MOST + 1))


def test_what_an_asynchronous_endpoint_is_asked_lies_in_a_bucket() -> None:
    invoking = function(action="sagemaker:InvokeEndpointAsync", stated={"requestBytes": MOST + 1})
    assert not findings_of(RULE, template(asynchronous(), invoking, url()))


def test_without_a_way_in_it_is_not_known_how_requests_come() -> None:
    assert not findings_of(RULE, by({}, MOST + 1))
