"""SW524."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw524_image_architecture import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model
from tests.validator.judging import findings_of

AWS = "763104351884.dkr.ecr.us-east-1.amazonaws.com"
X86 = f"{AWS}/pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker"
GRAVITON = f"{AWS}/pytorch-inference-graviton:2.5.1-cpu-py312-ubuntu22.04-sagemaker"


def _of(image: Any, instance_type: Any) -> dict[str, Any]:
    return template(model(image=image), config(instance_variant(InstanceType=instance_type)), endpoint())


@pytest.mark.parametrize(
    ("image", "instance_type", "limit"),
    [(X86, "ml.c7g.large", "arm64"), (GRAVITON, "ml.m5.xlarge", "x86_64"), (GRAVITON, "ml.g5.xlarge", "x86_64")],
)
def test_an_image_of_aws_starts_on_one_architecture_only(image: str, instance_type: str, limit: str) -> None:
    (finding,) = findings_of(RULE, _of(image, instance_type))
    assert finding.limit == limit
    assert finding.property == "Properties/PrimaryContainer/Image"


@pytest.mark.parametrize(
    ("image", "instance_type"),
    [
        (X86, "ml.m5.xlarge"),
        (GRAVITON, "ml.c7g.large"),
        ("111122223333.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2-arm64", "ml.m5.xlarge"),
        ({"Fn::Sub": "${Account}.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference-graviton:2"}, "ml.m5.xlarge"),
        (f"{AWS}/sagemaker-tritonserver:25.09-py3", "ml.c7g.large"),
        (X86, {"Ref": "Type"}),
    ],
)
def test_what_fits_or_is_not_known_is_left_alone(image: Any, instance_type: Any) -> None:
    assert not findings_of(RULE, _of(image, instance_type))
