"""SW505."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw505_serverless_capture import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.serving import asynchronous, real_time, serverless
from tests.validator.judging import findings_of

CAPTURE: dict[str, Any] = {
    "InitialSamplingPercentage": 20,
    "DestinationS3Uri": "s3://captured/",
    "CaptureOptions": [{"CaptureMode": "Input"}],
}


@pytest.mark.parametrize("enabled", [{"EnableCapture": True}, {"EnableCapture": "true"}, {}])
def test_a_capture_is_on_unless_it_is_turned_off(enabled: dict[str, Any]) -> None:
    (finding,) = findings_of(RULE, template(serverless(DataCaptureConfig={**CAPTURE, **enabled})))
    assert finding.property == "Properties/DataCaptureConfig"


@pytest.mark.parametrize("enabled", [False, "false", ref("Capture")])
def test_a_capture_that_is_off_or_open_is_left_alone(enabled: Any) -> None:
    body = template(
        serverless(DataCaptureConfig={**CAPTURE, "EnableCapture": enabled}), Parameters={"Capture": {"Type": "String"}}
    )
    assert not findings_of(RULE, body)


@pytest.mark.parametrize("kind", [real_time, asynchronous])
def test_endpoints_on_instances_capture(kind: Any) -> None:
    assert not findings_of(RULE, template(kind(DataCaptureConfig={**CAPTURE, "EnableCapture": True})))
