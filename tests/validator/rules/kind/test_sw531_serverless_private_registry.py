"""SW531."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw531_serverless_private_registry import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model, serverless_variant
from tests.validator.judging import findings_of


def _of(mode: Any, variant: dict[str, Any]) -> dict[str, Any]:
    container = {"ImageConfig": {"RepositoryAccessMode": mode}}
    return template(model(container=container), config(variant), endpoint(), Parameters={"Mode": {"Type": "String"}})


def test_a_registry_of_ones_own_is_found() -> None:
    (finding,) = findings_of(RULE, _of("Vpc", serverless_variant()))
    assert finding.property == "Properties/PrimaryContainer/ImageConfig/RepositoryAccessMode"


@pytest.mark.parametrize("mode", ["Platform", {"Ref": "Mode"}])
def test_ecr_and_an_open_mode_are_left_alone(mode: Any) -> None:
    assert not findings_of(RULE, _of(mode, serverless_variant()))


def test_instances_reach_a_registry() -> None:
    assert not findings_of(RULE, _of("Vpc", instance_variant()))
