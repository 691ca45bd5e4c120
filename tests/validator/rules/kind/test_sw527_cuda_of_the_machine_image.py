"""SW527."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw527_cuda_of_the_machine_image import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model
from tests.validator.judging import findings_of

AWS = "763104351884.dkr.ecr.us-east-1.amazonaws.com"
NEWER = f"{AWS}/vllm:0.30.0-gpu-py312-cu130-ubuntu24.04-sagemaker"
OLDER = f"{AWS}/pytorch-inference:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker"
MACHINE = "al2023-ami-sagemaker-inference-gpu-4-1"


def _of(image: Any, machine: Any, instance_type: Any = "ml.g5.xlarge") -> dict[str, Any]:
    variant = instance_variant(InstanceType=instance_type, InferenceAmiVersion=machine)
    return template(model(image=image), config(variant), endpoint(), Parameters={"Unset": {"Type": "String"}})


@pytest.mark.parametrize(
    ("machine", "found"),
    [
        ("al2-ami-sagemaker-inference-gpu-2", "al2-ami-sagemaker-inference-gpu-2"),
        ("al2-ami-sagemaker-inference-gpu-3-1", "al2-ami-sagemaker-inference-gpu-3-1"),
        (None, "no InferenceAmiVersion"),
    ],
)
def test_a_container_for_cuda_13_is_found_on_an_older_machine_image(machine: str | None, found: str) -> None:
    (finding,) = findings_of(RULE, _of(NEWER, machine))
    assert finding.found == found
    assert finding.limit == MACHINE
    assert finding.property == "Properties/ProductionVariants/0/InferenceAmiVersion"


@pytest.mark.parametrize(
    ("image", "machine", "instance_type"),
    [
        (NEWER, MACHINE, "ml.g5.xlarge"),
        (OLDER, None, "ml.g5.xlarge"),
        (OLDER, "al2-ami-sagemaker-inference-gpu-3-1", "ml.g5.xlarge"),
        (NEWER, "al2030-ami-sagemaker-inference-gpu-9", "ml.g5.xlarge"),
        (NEWER, {"Ref": "Unset"}, "ml.g5.xlarge"),
        ({"Ref": "Unset"}, None, "ml.g5.xlarge"),
        (NEWER, None, "ml.m5.xlarge"),
        (NEWER, None, {"Ref": "Unset"}),
    ],
)
def test_what_fits_or_is_not_known_is_left_alone(image: Any, machine: Any, instance_type: Any) -> None:
    assert not findings_of(RULE, _of(image, machine, instance_type))


def test_a_model_elsewhere_is_not_known() -> None:
    variant = instance_variant(InstanceType="ml.g5.xlarge", ModelName="elsewhere")
    assert not findings_of(RULE, template(config(variant), endpoint()))
