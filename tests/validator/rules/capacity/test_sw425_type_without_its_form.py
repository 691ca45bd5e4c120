"""SW425."""

from typing import Any

import pytest

from sagewire.validator.rules.capacity.sw425_type_without_its_form import RULE
from sagewire.validator.samples import ref, sub, template
from sagewire.validator.samples.serving import instance_variant, real_time
from tests.validator.judging import findings_of, only_finding

PARAMETERS = {"Size": {"Type": "String"}, "Chosen": {"Type": "String", "Default": "t3.medium"}}


def on(type: Any, **changes: Any) -> dict[str, Any]:
    return template(real_time(variant={"InstanceType": type}, **changes), Parameters=PARAMETERS)


@pytest.mark.parametrize("type", ["t3.medium", "ml.m5", "ML.m5.large", "ml.M5.large", "ml.m5.large ", "ml-m5-large"])
def test_any_other_form_is_found(type: str) -> None:
    finding = only_finding(RULE, on(type))
    assert finding.property == "Properties/ProductionVariants/0/InstanceType"
    assert finding.message.startswith(f"{type} is no instance type of SageMaker's")


@pytest.mark.parametrize(
    "type", ["ml.m5.large", "ml.p6e-gb200.36xlarge", "ml.new.metal-48xl", ref("Size"), "", sub("ml.${Size}")]
)
def test_its_form_and_what_is_not_known_are_sound(type: Any) -> None:
    assert not findings_of(RULE, on(type))


def test_a_default_is_looked_at() -> None:
    assert only_finding(RULE, on(ref("Chosen"))).message.startswith("t3.medium")


def test_pools_and_shadow_variants_are_looked_at() -> None:
    pool = {"InstanceType": "g5.xlarge", "Priority": 1}
    shadow = instance_variant(VariantName="Shadow", InstanceType=None, InstancePools=[pool])
    (finding,) = findings_of(RULE, on("ml.g5.xlarge", ShadowProductionVariants=[shadow]))
    assert finding.property == "Properties/ShadowProductionVariants/0/InstancePools/0/InstanceType"
