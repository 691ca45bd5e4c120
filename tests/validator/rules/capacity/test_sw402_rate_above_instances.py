"""SW402."""

from typing import Any

import pytest

from sagewire.validator.rules.capacity.sw402_rate_above_instances import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.scaling import scaled
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model
from tests.validator.judging import found_in, only_finding


def peak(rate: float, *more: Any, variant: Any = None, environment: Any = None) -> dict[str, Any]:
    """Two ml.m5.xlarge with 4 vCPUs each work on 16 requests a second of 500 ms."""
    return template(
        model(container={"Environment": environment or {}}, stated={"latencyMilliseconds": 500}),
        config(instance_variant(**(variant or {}))),
        endpoint(),
        function(stated={"peakRate": rate}),
        *more,
    )


def test_a_request_for_each_vcpu_is_worked_on_at_a_time() -> None:
    assert found_in(peak(16)) == []
    finding = only_finding(RULE, peak(16.1))
    assert finding.property == "Properties/ProductionVariants/0/InitialInstanceCount"
    assert (finding.found, finding.limit) == ("2", "room for 9")
    assert finding.message.endswith("the endpoint has 2 instances at most, for 4 at a time each (one for each vCPU)")


def test_as_many_as_there_are_workers_where_that_is_said() -> None:
    assert found_in(peak(8, environment={"MODEL_SERVER_WORKERS": "2"})) == []
    finding = only_finding(RULE, peak(8.1, environment={"MODEL_SERVER_WORKERS": "2"}))
    assert finding.message.endswith("for 2 at a time each (MODEL_SERVER_WORKERS)")


def test_scaling_takes_more() -> None:
    assert found_in(peak(64, scaled())) == []
    finding = only_finding(RULE, peak(65, scaled()))
    assert (finding.resource, finding.property, finding.found) == ("Target", "Properties/MaxCapacity", "8")


@pytest.mark.parametrize(
    "environment", [{"MODEL_SERVER_WORKERS": {"Ref": "Unset"}}, {"SAGEMAKER_TFS_INSTANCE_COUNT": 1}]
)
def test_a_server_of_which_it_is_not_known_how_much_it_takes_is_sound(environment: Any) -> None:
    assert found_in(peak(10_000, environment=environment)) == []


@pytest.mark.parametrize("type", ["ml.g5.xlarge", "ml.new.large"])
def test_an_instance_with_an_accelerator_or_of_an_unknown_type_is_sound(type: str) -> None:
    assert RULE.id not in found_in(peak(10_000, variant={"InstanceType": type}))
    few = peak(10_000, variant={"InstanceType": type}, environment={"MODEL_SERVER_WORKERS": 2})
    assert RULE.id in found_in(few)


def test_the_traffic_of_several_variants_is_not_judged() -> None:
    body = peak(10_000)
    other = instance_variant(VariantName="Other")
    body["Resources"]["Config"]["Properties"]["ProductionVariants"].append(other)
    assert RULE.id not in found_in(body)
