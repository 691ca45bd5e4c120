"""SW426."""

from typing import Any

import pytest

from sagewire import instances
from sagewire.validator.rules.capacity.sw426_type_that_hosts_no_model import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.serving import instance_variant, real_time
from tests.validator.judging import findings_of, only_finding


def on(type: Any, **changes: Any) -> dict[str, Any]:
    return template(real_time(variant={"InstanceType": type}, **changes), Parameters={"Unset": {"Type": "String"}})


@pytest.mark.parametrize(
    ("type", "alike"),
    [
        ("ml.t3.medium", "ml.t2.medium or ml.r8g.medium"),
        ("ml.m5.lage", "ml.m5.large or ml.m5d.large"),
        ("ml.m5.3xlarge", "ml.m5.xlarge or ml.m5d.xlarge"),
    ],
)
def test_the_types_that_come_closest_are_named(type: str, alike: str) -> None:
    finding = only_finding(RULE, on(type))
    assert finding.property == "Properties/ProductionVariants/0/InstanceType"
    assert finding.message == f"{type} is not among the instance types that SageMaker hosts models on"
    assert f"such as {alike};" in finding.fix


def test_each_type_that_hosts_models_is_sound() -> None:
    pools = [{"InstanceType": type, "Priority": 1} for type in sorted(instances.known())]
    variant = {"InstanceType": None, "InstancePools": pools}
    assert not findings_of(RULE, template(real_time(variant=variant)))


@pytest.mark.parametrize("type", ["t3.medium", "", ref("Unset"), 5])
def test_what_is_no_name_and_what_is_not_known_are_left_alone(type: Any) -> None:
    assert not findings_of(RULE, on(type))


def test_shadow_variants_are_looked_at_as_well() -> None:
    shadow = instance_variant(VariantName="Shadow", InstanceType="ml.t3.medium")
    (finding,) = findings_of(RULE, on("ml.m5.large", ShadowProductionVariants=[shadow]))
    assert finding.property == "Properties/ShadowProductionVariants/0/InstanceType"
