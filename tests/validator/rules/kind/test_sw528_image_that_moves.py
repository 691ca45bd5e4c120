"""SW528."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw528_image_that_moves import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host, config, endpoint, instance_variant, model
from tests.validator.judging import findings_of

OWN = "111122223333.dkr.ecr.us-east-1.amazonaws.com"


def _of(image: Any) -> dict[str, Any]:
    parameters = {"Image": {"Type": "String"}, "Tag": {"Type": "String"}}
    return template(model(image=image), config(instance_variant()), endpoint(), Parameters=parameters)


@pytest.mark.parametrize(
    ("image", "how"),
    [
        (f"{OWN}/ranking:latest", "is tagged latest"),
        (f"{OWN}/ranking", "has no tag"),
        (f"{OWN}/team/ranking", "has no tag"),
        ({"Fn::Sub": "${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/ranking"}, "has no tag"),
        ({"Fn::Sub": "${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/${Image}:latest"}, "is tagged latest"),
    ],
)
def test_what_moves_is_found(image: Any, how: str) -> None:
    (finding,) = findings_of(RULE, _of(image))
    assert how in finding.message
    assert finding.property == "Properties/PrimaryContainer/Image"


@pytest.mark.parametrize(
    "image",
    [
        f"{OWN}/ranking:1.4.2",
        f"{OWN}/ranking:latest-1",
        f"{OWN}/ranking@sha256:0123456789abcdef",
        f"{OWN}/ranking:latest@sha256:0123456789abcdef",
        "<your-image>",
        {"Ref": "Image"},
        {"Fn::Sub": f"{OWN}/ranking:${{Tag}}"},
        {"Fn::Sub": f"{OWN}/${{Image}}"},
    ],
)
def test_what_stays_or_is_not_known_is_left_alone(image: Any) -> None:
    assert not findings_of(RULE, _of(image))


def test_the_image_of_a_component_is_looked_at() -> None:
    specification = {"Container": {"Image": f"{OWN}/ranking:latest"}}
    (finding,) = findings_of(RULE, template(component_host(), component(Specification=specification)))
    assert finding.resource == "Component"


def test_a_model_without_endpoint_is_looked_at() -> None:
    assert findings_of(RULE, template(model(image=f"{OWN}/ranking:latest")))
