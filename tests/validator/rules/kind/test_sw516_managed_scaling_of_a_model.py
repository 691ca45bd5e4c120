"""SW516."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw516_managed_scaling_of_a_model import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.serving import asynchronous, component_host, real_time
from tests.validator.judging import findings_of

SCALING = {"MinInstanceCount": 2, "MaxInstanceCount": 4}


@pytest.mark.parametrize("kind", [real_time, asynchronous])
def test_a_variant_with_a_model_is_not_scaled_so(kind: Any) -> None:
    body = template(kind(variant={"ManagedInstanceScaling": {"Status": "ENABLED", **SCALING}}))
    (finding,) = findings_of(RULE, body)
    assert finding.property == "Properties/ProductionVariants/0/ManagedInstanceScaling"


@pytest.mark.parametrize("status", [{"Status": "DISABLED"}, {}, {"Status": ref("Status")}])
def test_scaling_that_is_off_or_open_is_left_alone(status: dict[str, Any]) -> None:
    body = template(
        real_time(variant={"ManagedInstanceScaling": {**status, **SCALING}}), Parameters={"Status": {"Type": "String"}}
    )
    assert not findings_of(RULE, body)


def test_a_host_of_components_is_scaled_so() -> None:
    body = template(component_host(variant={"ManagedInstanceScaling": {"Status": "ENABLED", **SCALING}}))
    assert not findings_of(RULE, body)
