"""SW920."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw920_volumes_without_key import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import asynchronous, config, endpoint, model, real_time, serverless_variant
from tests.validator.judging import findings_of, only_finding

KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
CAPTURE = {
    "EnableCapture": True,
    "InitialSamplingPercentage": 20,
    "DestinationS3Uri": "s3://captured/",
    "KmsKeyId": KEY,
    "CaptureOptions": [{"CaptureMode": "Input"}],
}


def test_a_key_for_what_is_captured_alone_is_found() -> None:
    (finding,) = findings_of(RULE, template(real_time(DataCaptureConfig=CAPTURE)))
    assert finding.message == (
        "Config has no KmsKeyId for the volumes of its instances, though it has a key for what is captured"
    )


def test_a_key_for_the_answers_alone_is_found() -> None:
    assert only_finding(RULE, template(asynchronous(output={"KmsKeyId": KEY}))).property == "Properties/KmsKeyId"


@pytest.mark.parametrize("key", [KEY, {"Ref": "Unset"}])
def test_a_key_for_both_is_sound(key: Any) -> None:
    assert not findings_of(RULE, template(real_time(DataCaptureConfig=CAPTURE, KmsKeyId=key)))


def test_no_key_at_all_is_left_alone() -> None:
    assert not findings_of(RULE, template(real_time(DataCaptureConfig={**CAPTURE, "KmsKeyId": {"Ref": "Unset"}})))


def test_storage_that_no_key_encrypts_is_left_alone() -> None:
    body = template(real_time(variant={"InstanceType": "ml.g5.xlarge"}, DataCaptureConfig=CAPTURE))
    assert not findings_of(RULE, body)


def test_serverless_endpoints_have_no_volumes() -> None:
    body = template(model(), config(serverless_variant(), DataCaptureConfig=CAPTURE), endpoint())
    assert not findings_of(RULE, body)
