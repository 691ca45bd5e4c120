"""A metric of GPUs on instances without one."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw629_metric_of_no_accelerator import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import COMPONENT_DIMENSIONS, alarm, customized, scaled, tracking
from sagewire.validator.samples.serving import component, component_host, real_time
from tests.validator.judging import findings_of, found_in, only_finding

INSTANCES = "/aws/sagemaker/Endpoints"


def watched(type: Any, metric: str = "GPUUtilization") -> dict[str, Any]:
    made = real_time(variant={"InstanceType": type})
    return template(made, alarm(metric, Namespace=INSTANCES, Threshold=90))


@pytest.mark.parametrize(
    ("metric", "instead"), [("GPUUtilization", "CPUUtilization"), ("GPUMemoryUtilization", "MemoryUtilization")]
)
def test_a_processor_is_no_gpu(metric: str, instead: str) -> None:
    finding = only_finding(RULE, watched("ml.m5.xlarge", metric))
    assert (finding.found, finding.property) == (metric, "Properties/MetricName")
    assert "the instances are ml.m5.xlarge, without a GPU" in finding.message
    assert finding.fix.startswith(f"Take {instead}, or ")


# What Inferentia's cores publish stands on no page.
@pytest.mark.parametrize("type", ["ml.g5.xlarge", "ml.inf2.xlarge", "ml.new.large", {"Ref": "Type"}])
def test_one_that_has_accelerators_or_is_not_known_is_left_alone(type: Any) -> None:
    assert findings_of(RULE, {**watched(type), "Parameters": {"Type": {"Type": "String"}}}) == []


@pytest.mark.parametrize("metric", ["CPUUtilization", "MemoryUtilization"])
def test_what_every_instance_has_is_another_matter(metric: str) -> None:
    assert found_in(watched("ml.m5.xlarge", metric)) == []


def test_of_a_metric_that_is_never_published_another_rule_tells() -> None:
    assert findings_of(RULE, watched("ml.m5.xlarge", "GPUUtilizationNormalized")) == []


@pytest.mark.parametrize(("other", "found"), [("ml.g5.xlarge", 0), ("ml.c5.xlarge", 1)])
def test_of_several_types_none_may_have_one(other: str, found: int) -> None:
    pools = [{"InstanceType": type, "Priority": order} for order, type in enumerate(("ml.m5.xlarge", other), 1)]
    made = real_time(variant={"InstanceType": None, "InstancePools": pools})
    body = template(made, alarm("GPUUtilization", Namespace=INSTANCES))
    assert len(findings_of(RULE, body)) == found


def test_a_policy_goes_by_a_metric_too() -> None:
    policy = tracking(customized=customized("GPUUtilization", namespace=INSTANCES), value=70)
    assert only_finding(RULE, template(real_time(), scaled(policy=policy))).resource == "Tracking"


@pytest.mark.parametrize(("type", "found"), [("ml.m5.xlarge", 1), ("ml.g5.2xlarge", 0)])
def test_a_component_has_what_its_instances_have(type: str, found: int) -> None:
    watch = alarm("GPUUtilizationNormalized", COMPONENT_DIMENSIONS, Namespace="/aws/sagemaker/InferenceComponents")
    made = component(requirements={"NumberOfAcceleratorDevicesRequired": None})
    body = template(component_host(variant={"InstanceType": type}), made, watch)
    assert len(findings_of(RULE, body)) == found
