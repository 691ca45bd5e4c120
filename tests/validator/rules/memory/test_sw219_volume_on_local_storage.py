"""SW219."""

from typing import Any

import pytest

from sagewire import instances
from sagewire.limits import VOLUMELESS_FAMILIES
from sagewire.validator.rules.memory.sw219_volume_on_local_storage import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model, real_time
from tests.validator.judging import findings_of, found_in, only_finding


def sized(type: Any, size: Any = 100) -> dict[str, Any]:
    body = template(real_time(variant={"InstanceType": type, "VolumeSizeInGB": size}))
    return {**body, "Parameters": {"Unset": {"Type": "String"}}}


@pytest.mark.parametrize(
    "type", ["ml.g4dn.xlarge", "ml.g5.xlarge", "ml.p5.48xlarge", "ml.trn1.2xlarge", "ml.m5d.xlarge"]
)
def test_storage_of_its_own_has_no_size(type: str) -> None:
    (finding,) = findings_of(RULE, sized(type))
    assert finding.property == "Properties/ProductionVariants/0/VolumeSizeInGB"
    assert (
        finding.message == f"VolumeSizeInGB is 100; {type} has storage of its own, and SageMaker takes no size for it"
    )


@pytest.mark.parametrize(
    "type", ["ml.m5.xlarge", "ml.inf2.xlarge", "ml.p3.2xlarge", "ml.g7e.2xlarge", ref("Unset"), None]
)
def test_others_and_unknown_ones_are_left_alone(type: Any) -> None:
    assert not findings_of(RULE, sized(type))


@pytest.mark.parametrize("size", [None, ref("Unset")])
def test_no_size_and_an_unknown_one_are_sound(size: Any) -> None:
    assert found_in(sized("ml.g5.xlarge", size)) == []


def test_a_pool_of_such_instances_is_found() -> None:
    pools = [{"InstanceType": "ml.m5.xlarge", "Priority": 1}, {"InstanceType": "ml.g5.xlarge", "Priority": 2}]
    variant = instance_variant(InstanceType=None, InstancePools=pools, VolumeSizeInGB=100)
    assert findings_of(RULE, template(model(), config(variant), endpoint()))


def test_a_shadow_variant_is_found() -> None:
    shadow = instance_variant(VariantName="Shadow", InstanceType="ml.g5.xlarge", VolumeSizeInGB=100)
    body = template(model(), config(instance_variant(), ShadowProductionVariants=[shadow]), endpoint())
    (finding,) = findings_of(RULE, body)
    assert finding.property == "Properties/ShadowProductionVariants/0/VolumeSizeInGB"


@pytest.mark.parametrize("family", VOLUMELESS_FAMILIES.values)
def test_all_types_of_these_families_have_storage_of_their_own(family: str) -> None:
    of_family = [name for name in instances.known() if name.startswith(f"ml.{family}.")]
    assert of_family
    known = [facts for name in of_family if (facts := instances.facts(name))]
    assert all(facts.local_storage for facts in known)


def test_it_is_the_only_finding() -> None:
    assert only_finding(RULE, sized("ml.g5.xlarge")).found == "100"
