"""SW508."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw508_serverless_multi_model import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import IMAGE, config, endpoint, instance_variant, model, serverless_variant
from tests.validator.judging import findings_of

MANY = {"Image": IMAGE, "Mode": "MultiModel", "ModelDataUrl": "s3://models/ranking/"}


def _of(variant: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return template(model(**changes), config(variant), endpoint())


def test_a_multi_model_container_is_found_by_its_mode() -> None:
    (finding,) = findings_of(RULE, _of(serverless_variant(), PrimaryContainer=MANY))
    assert finding.property == "Properties/PrimaryContainer/Mode"


def test_wherever_it_stands_in_the_model() -> None:
    (finding,) = findings_of(RULE, _of(serverless_variant(), PrimaryContainer=None, Containers=[MANY]))
    assert finding.property == "Properties/Containers/0/Mode"


@pytest.mark.parametrize("mode", ["SingleModel", {"Ref": "Mode"}])
def test_a_single_model_and_an_open_mode_are_left_alone(mode: Any) -> None:
    assert not findings_of(RULE, _of(serverless_variant(), container={"Mode": mode}))


def test_instances_hold_many_models() -> None:
    assert not findings_of(RULE, _of(instance_variant(), PrimaryContainer=MANY))
