"""SW529."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw529_image_of_another_region import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model
from tests.validator.judging import findings_of

IMAGE = "111122223333.dkr.ecr.us-east-1.amazonaws.com/ranking:1.4.2"


def _of(image: Any) -> dict[str, Any]:
    return template(model(image=image), config(instance_variant()), endpoint())


def test_an_image_of_another_region_is_found() -> None:
    (finding,) = findings_of(RULE, _of(IMAGE), region="eu-west-1")
    assert (finding.found, finding.limit) == ("us-east-1", "eu-west-1")
    assert finding.property == "Properties/PrimaryContainer/Image"


@pytest.mark.parametrize("region", ["us-east-1", None])
def test_the_same_region_or_one_that_is_not_known_is_left_alone(region: str | None) -> None:
    assert not findings_of(RULE, _of(IMAGE), region=region)


@pytest.mark.parametrize(
    "image",
    [
        {"Fn::Sub": "111122223333.dkr.ecr.${AWS::Region}.amazonaws.com/ranking:1.4.2"},
        {"Fn::Sub": "111122223333.dkr.ecr.${ImageRegion}.amazonaws.com/ranking:1.4.2"},
        "registry.example/ranking:1.4.2",
        {"Ref": "Image"},
    ],
)
def test_an_image_whose_region_is_the_stacks_or_not_known_is_left_alone(image: Any) -> None:
    body = {**_of(image), "Parameters": {"ImageRegion": {"Type": "String"}, "Image": {"Type": "String"}}}
    assert not findings_of(RULE, body, region="eu-west-1")
