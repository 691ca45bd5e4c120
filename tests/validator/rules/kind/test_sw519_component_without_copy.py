"""SW519."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw519_component_without_copy import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host
from tests.validator.judging import findings_of


@pytest.mark.parametrize("copies", [0, "0"])
def test_no_copy_is_found(copies: Any) -> None:
    (finding,) = findings_of(RULE, template(component_host(), component(copies=copies)))
    assert finding.property == "Properties/RuntimeConfig/CopyCount"


@pytest.mark.parametrize("copies", [1, 2, {"Ref": "Copies"}])
def test_one_and_more_and_an_open_number_are_left_alone(copies: Any) -> None:
    body = template(component_host(), component(copies=copies), Parameters={"Copies": {"Type": "Number"}})
    assert not findings_of(RULE, body)


def test_an_adapter_without_a_number_is_left_alone() -> None:
    assert not findings_of(RULE, template(component_host(), component(RuntimeConfig=None)))
