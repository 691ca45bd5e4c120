"""SW534."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw534_capture_of_many_models import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model, serverless_variant
from tests.validator.judging import findings_of

CAPTURE = {
    "InitialSamplingPercentage": 20,
    "DestinationS3Uri": "s3://captured/",
    "CaptureOptions": [{"CaptureMode": "Input"}],
}
MANY = {"Mode": "MultiModel", "ModelDataUrl": "s3://models/"}


def _of(container: Any, capture: Any, variant: dict[str, Any] | None = None) -> dict[str, Any]:
    served = config(variant or instance_variant(), DataCaptureConfig=capture)
    return template(model(container=container), served, endpoint())


@pytest.mark.parametrize("enabled", [{}, {"EnableCapture": True}])
def test_a_capture_of_many_models_is_found(enabled: dict[str, Any]) -> None:
    (finding,) = findings_of(RULE, _of(MANY, {**CAPTURE, **enabled}))
    assert finding.property == "Properties/DataCaptureConfig"
    assert "Model is" in finding.message


@pytest.mark.parametrize(
    ("container", "capture"),
    [({}, CAPTURE), (MANY, None), (MANY, {**CAPTURE, "EnableCapture": False}), ({"Mode": {"Ref": "Mode"}}, CAPTURE)],
)
def test_one_model_or_no_capture_is_left_alone(container: Any, capture: Any) -> None:
    assert not findings_of(RULE, _of(container, capture))


def test_a_serverless_endpoint_is_for_another_rule() -> None:
    assert not findings_of(RULE, _of(MANY, CAPTURE, serverless_variant()))
