"""SW525."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw525_machine_image import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time, serverless
from tests.validator.judging import findings_of

GPU = "al2-ami-sagemaker-inference-gpu-3-1"
NEURON = "al2-ami-sagemaker-inference-neuron-2"


def _of(machine: Any, instance_type: Any, **changes: Any) -> dict[str, Any]:
    return template(
        real_time(variant={"InferenceAmiVersion": machine, "InstanceType": instance_type, **changes}),
        Parameters={"Unset": {"Type": "String"}},
    )


@pytest.mark.parametrize(
    ("machine", "instance_type"),
    [(GPU, "ml.m5.xlarge"), (GPU, "ml.inf2.xlarge"), (NEURON, "ml.g5.xlarge"), (NEURON, "ml.c7g.large")],
)
def test_a_driver_without_its_accelerator_is_found(machine: str, instance_type: str) -> None:
    (finding,) = findings_of(RULE, _of(machine, instance_type))
    assert finding.property == "Properties/ProductionVariants/0/InferenceAmiVersion"
    assert instance_type in finding.message


@pytest.mark.parametrize(
    ("machine", "instance_type"),
    [
        (GPU, "ml.g5.xlarge"),
        (NEURON, "ml.inf2.xlarge"),
        (None, "ml.m5.xlarge"),
        ("al2030-ami-sagemaker-inference-gpu-9", "ml.m5.xlarge"),
        ({"Ref": "Unset"}, "ml.m5.xlarge"),
        (GPU, {"Ref": "Unset"}),
        (GPU, "ml.zz9.xlarge"),
    ],
)
def test_what_fits_or_is_not_known_is_left_alone(machine: Any, instance_type: Any) -> None:
    assert not findings_of(RULE, _of(machine, instance_type))


def test_one_type_of_a_pool_without_it_is_found() -> None:
    pools = [{"InstanceType": "ml.g5.xlarge", "Priority": 1}, {"InstanceType": "ml.m5.xlarge", "Priority": 2}]
    (finding,) = findings_of(RULE, _of(GPU, None, InstancePools=pools))
    assert "ml.m5.xlarge" in finding.message


def test_serverless_endpoints_are_left_alone() -> None:
    assert not findings_of(RULE, template(serverless()))
