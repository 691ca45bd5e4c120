"""SW931."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw931_may_not_capture import RULE
from sagewire.validator.samples import att, resource, sub, template
from sagewire.validator.samples.invoking import grant
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model, model_role, serverless_variant
from tests.validator.judging import findings_of, only_finding

PLACE = "s3://captured/ranking"


def capturing(
    on: Any, *, action: str = "s3:PutObject", place: Any = PLACE, enabled: Any = True, **role: Any
) -> dict[str, Any]:
    capture = {
        "EnableCapture": enabled,
        "InitialSamplingPercentage": 10,
        "DestinationS3Uri": place,
        "CaptureOptions": [{"CaptureMode": "Input"}],
    }
    served = {**model(), **config(instance_variant(), DataCaptureConfig=capture), **endpoint()}
    read = grant("MayRead", "s3:GetObject", "arn:aws:s3:::models/*", role="ModelRole")
    may = grant("MayCapture", action, on, role="ModelRole")
    taken = model_role(**{"Policies": None, **role})
    return template(served, taken, read, may, resource("Captured", "AWS::S3::Bucket", {}, {}))


@pytest.mark.parametrize("on", ["arn:aws:s3:::captured", "arn:aws:s3:::other/*", "arn:aws:s3:::captured/other/*"])
def test_a_role_that_may_not_write_is_found(on: Any) -> None:
    finding = only_finding(RULE, capturing(on))
    assert (finding.resource, finding.property) == ("Config", "Properties/DataCaptureConfig/DestinationS3Uri")
    assert finding.message == (
        "ModelRole, the role of the model, may not s3:PutObject to s3://captured/ranking: nothing is captured there"
    )


def test_a_role_that_may_only_read_is_found() -> None:
    assert findings_of(RULE, capturing("*", action="s3:Get*"))


@pytest.mark.parametrize(
    "on",
    [
        "*",
        "arn:aws:s3:::captured/*",
        "arn:aws:s3:::captured/ranking/*",
        "arn:aws:s3:::captured/ranking/Endpoint/*",
        sub("arn:aws:s3:::${Unset}/*"),
        {"Ref": "Unset"},
    ],
)
def test_a_role_that_may_write_or_might_is_left_alone(on: Any) -> None:
    assert not findings_of(RULE, capturing(on))


@pytest.mark.parametrize(("on", "found"), [(sub("${Captured.Arn}/*"), 0), (att("Captured", "Arn"), 1)])
def test_a_bucket_of_the_templates_is_compared_as_well(on: Any, found: int) -> None:
    assert len(findings_of(RULE, capturing(on, place=sub("s3://${Captured}/ranking")))) == found


def test_a_capture_is_on_unless_it_is_turned_off() -> None:
    body = capturing("arn:aws:s3:::other/*")
    del body["Resources"]["Config"]["Properties"]["DataCaptureConfig"]["EnableCapture"]
    assert findings_of(RULE, body)


def test_a_serverless_endpoint_is_for_another_rule() -> None:
    body = capturing("arn:aws:s3:::other/*")
    body["Resources"]["Config"]["Properties"]["ProductionVariants"] = [serverless_variant()]
    assert not findings_of(RULE, body)


@pytest.mark.parametrize(("place", "found"), [("s3://elsewhere/ranking", 1), ("s3://stack-captured-1/ranking", 0)])
def test_a_bucket_of_the_templates_is_not_one_elsewhere(place: str, found: int) -> None:
    assert len(findings_of(RULE, capturing(sub("${Captured.Arn}/*"), place=place))) == found


@pytest.mark.parametrize("enabled", [False, {"Ref": "Unset"}])
def test_where_nothing_is_captured_or_may_not_be_it_is_left_alone(enabled: Any) -> None:
    assert not findings_of(RULE, capturing("arn:aws:s3:::other/*", enabled=enabled))


@pytest.mark.parametrize("place", [None, {"Ref": "Unset"}])
def test_a_place_that_is_not_known_is_left_alone(place: Any) -> None:
    assert not findings_of(RULE, capturing("arn:aws:s3:::other/*", place=place))


def test_a_role_whose_policies_are_not_all_known_is_left_alone() -> None:
    managed = ["arn:aws:iam::aws:policy/AmazonS3FullAccess"]
    assert not findings_of(RULE, capturing("arn:aws:s3:::other/*", ManagedPolicyArns=managed))
