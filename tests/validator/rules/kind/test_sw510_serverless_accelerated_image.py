"""SW510."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw510_serverless_accelerated_image import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model, serverless_variant
from sagewire.validator.severity import Severity
from tests.validator.judging import findings_of

AWS = "763104351884.dkr.ecr.us-east-1.amazonaws.com"
VLLM = f"{AWS}/vllm:0.30.0-gpu-py312-cu130-ubuntu24.04-sagemaker"


def _of(image: Any, variant: dict[str, Any] | None = None) -> dict[str, Any]:
    return template(model(image=image), config(variant or serverless_variant()), endpoint())


@pytest.mark.parametrize(
    "image",
    [
        f"{AWS}/tensorflow-inference:2.19.0-gpu",
        "111122223333.dkr.ecr.us-east-1.amazonaws.com/ranking:1.4.2-cuda",
        {"Fn::Sub": "${Account}.dkr.ecr.${AWS::Region}.amazonaws.com/ranking:1-gpu"},
    ],
)
def test_an_image_for_gpus_may_work_on_a_cpu(image: Any) -> None:
    (finding,) = findings_of(RULE, _of(image))
    assert finding.severity is Severity.WARNING
    assert finding.property == "Properties/PrimaryContainer/Image"


@pytest.mark.parametrize("image", [VLLM, f"{AWS}/huggingface-pytorch-inference-neuronx:2.8.0-neuronx-py310"])
def test_images_that_do_nothing_without_their_accelerator_cannot(image: str) -> None:
    (finding,) = findings_of(RULE, _of(image))
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize(
    "image",
    [
        f"{AWS}/tensorflow-inference:2.19.0-cpu",
        f"{AWS}/sagemaker-tritonserver:25.09-py3",
        "111122223333.dkr.ecr.us-east-1.amazonaws.com/ranking:1.4.2",
        {"Ref": "Image"},
    ],
)
def test_other_images_are_left_alone(image: Any) -> None:
    assert not findings_of(RULE, _of(image))


def test_an_image_on_a_gpu_is_left_alone() -> None:
    assert not findings_of(RULE, _of(VLLM, instance_variant(InstanceType="ml.g5.xlarge")))
