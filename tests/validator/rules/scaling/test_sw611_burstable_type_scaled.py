"""Scaling of burstable instances."""

import pytest

from sagewire.validator.rules.scaling.sw611_burstable_type_scaled import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import scaled
from sagewire.validator.samples.serving import real_time
from tests.validator.judging import found_in, only_finding


def test_burstable_instances_do_not_scale() -> None:
    finding = only_finding(RULE, template(real_time(variant={"InstanceType": "ml.t2.medium"}), scaled()))
    assert (finding.resource, finding.property) == ("Config", "Properties/ProductionVariants/0/InstanceType")
    assert "Target" in finding.message


@pytest.mark.parametrize("type", ["ml.m5.large", "ml.trn1.2xlarge", "ml.t99.new"])
def test_others_do(type: str) -> None:
    assert RULE.id not in found_in(template(real_time(variant={"InstanceType": type}), scaled()))


def test_burstable_instances_may_be_as_many_as_they_are() -> None:
    assert RULE.id not in found_in(template(real_time(variant={"InstanceType": "ml.t2.medium"})))


def test_each_pool_is_looked_at() -> None:
    pools = [{"InstanceType": "ml.m5.large", "Priority": 1}, {"InstanceType": "ml.t2.large", "Priority": 2}]
    pooled = real_time(variant={"InstanceType": None, "InstancePools": pools})
    finding = only_finding(RULE, template(pooled, scaled()))
    assert finding.property == "Properties/ProductionVariants/0/InstancePools/1/InstanceType"
