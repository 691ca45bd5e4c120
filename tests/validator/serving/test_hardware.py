"""What a variant's instances are made of."""

from typing import Any

import pytest

from sagewire.validator.assembly import Assembly
from sagewire.validator.graph import Graph
from sagewire.validator.judge import templates_of
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time
from sagewire.validator.serving.hardware import hosts_of


def hosts(**variant: Any) -> list[str]:
    graph = Graph(Assembly(templates_of({"0.template.json": template(real_time(variant=variant))})))
    (config,) = graph.configs
    (found,) = config.variants
    return [host.name for host in hosts_of(found)]


def pools(*types: Any) -> list[dict[str, Any]]:
    return [{"InstanceType": named, "Priority": position} for position, named in enumerate(types, start=1)]


def test_it_is_the_type_of_the_variant_or_those_of_its_pools() -> None:
    assert hosts() == ["ml.m5.xlarge"]
    several = pools("ml.g5.xlarge", "ml.g4dn.xlarge")
    assert hosts(InstanceType=None, InstancePools=several) == ["ml.g5.xlarge", "ml.g4dn.xlarge"]


@pytest.mark.parametrize(
    "variant",
    [
        {"InstanceType": {"Ref": "Unset"}},
        {"InstanceType": "ml.new.large"},
        {"InstancePools": {"Ref": "Unset"}},
        {"InstanceType": {"Ref": "Unset"}, "InstancePools": pools("ml.g5.xlarge")},
        {"InstanceType": None, "InstancePools": pools("ml.g5.xlarge", "ml.new.large")},
        {"InstanceType": None, "InstancePools": pools("ml.g5.xlarge", {"Ref": "Unset"})},
        {"InstanceType": None, "InstancePools": [*pools("ml.g5.xlarge"), {"Ref": "Unset"}]},
    ],
)
def test_nothing_is_told_where_one_type_is_not_known(variant: dict[str, Any]) -> None:
    assert hosts(**variant) == []
