"""SW537."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw537_container_without_image import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import ARTIFACT, IMAGE, model
from tests.validator.judging import findings_of


def _of(container: Any) -> dict[str, Any]:
    return template(model(PrimaryContainer=container), Parameters={"Unset": {"Type": "String"}})


@pytest.mark.parametrize("container", [{}, {"ModelDataUrl": ARTIFACT}, {"Mode": "SingleModel"}])
def test_a_container_of_nothing_is_found(container: dict[str, Any]) -> None:
    (finding,) = findings_of(RULE, _of(container))
    assert finding.property == "Properties/PrimaryContainer/Image"


def test_each_container_of_a_pipeline_is_looked_at() -> None:
    body = template(model(PrimaryContainer=None, Containers=[{"Image": IMAGE}, {"ModelDataUrl": ARTIFACT}]))
    (finding,) = findings_of(RULE, body)
    assert finding.property == "Properties/Containers/1/Image"


@pytest.mark.parametrize(
    "container",
    [
        {"Image": IMAGE},
        {"Image": {"Ref": "Unset"}},
        {"ModelPackageName": "ranking"},
        {"ModelPackageName": {"Ref": "Unset"}},
        {"Ref": "Unset"},
    ],
)
def test_an_image_a_package_or_what_is_not_known_is_left_alone(container: dict[str, Any]) -> None:
    assert not findings_of(RULE, _of(container))
