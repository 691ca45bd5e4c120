"""SW501."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw501_variant_on_nothing import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.serving import component_host, config, endpoint, instance_variant, model, serverless
from tests.validator.judging import findings_of

NOTHING: dict[str, Any] = {"InstanceType": None, "InitialInstanceCount": None}


def test_a_number_of_instances_without_a_type_is_nothing_to_run_on() -> None:
    body = template(model(), config(instance_variant(InstanceType=None)), endpoint())
    (finding,) = findings_of(RULE, body)
    assert finding.found == "AllTraffic"
    assert finding.property == "Properties/ProductionVariants/0"


def test_a_shadow_variant_runs_on_something_too() -> None:
    shadow = instance_variant(VariantName="Shadow", **NOTHING)
    body = template(model(), config(instance_variant(), ShadowProductionVariants=[shadow]), endpoint())
    (finding,) = findings_of(RULE, body)
    assert finding.property == "Properties/ShadowProductionVariants/0"


@pytest.mark.parametrize(
    "capacity",
    [
        {"InstanceType": "ml.m5.large"},
        {"InstancePools": [{"InstanceType": "ml.m5.large", "Priority": 1}]},
        {"ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 1}},
        {"InstanceType": ref("Type")},
    ],
)
def test_each_of_the_three_is_something(capacity: dict[str, Any]) -> None:
    variant = instance_variant(**{**NOTHING, **capacity})
    body = template(model(), config(variant), endpoint(), Parameters={"Type": {"Type": "String"}})
    assert not findings_of(RULE, body)


@pytest.mark.parametrize("sound", [serverless, component_host])
def test_serverless_variants_and_hosts_of_components_are_left_alone(sound: Any) -> None:
    assert not findings_of(RULE, template(sound()))
