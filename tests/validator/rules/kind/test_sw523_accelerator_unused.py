"""SW523."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw523_accelerator_unused import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model
from tests.validator.judging import findings_of

AWS = "763104351884.dkr.ecr.us-east-1.amazonaws.com"
CPU = f"{AWS}/pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker"
GPU = f"{AWS}/pytorch-inference:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker"


def _of(instance_type: Any, **changes: Any) -> dict[str, Any]:
    return template(model(**changes), config(instance_variant(InstanceType=instance_type)), endpoint())


@pytest.mark.parametrize("instance_type", ["ml.g5.xlarge", "ml.g4dn.xlarge", "ml.inf2.xlarge"])
def test_an_accelerator_under_an_image_for_cpus_is_found(instance_type: str) -> None:
    (finding,) = findings_of(RULE, _of(instance_type, image=CPU))
    assert finding.property == "Properties/ProductionVariants/0/InstanceType"
    assert finding.found == instance_type


@pytest.mark.parametrize(
    ("instance_type", "image"),
    [
        ("ml.m5.xlarge", CPU),
        ("ml.g5.xlarge", GPU),
        ("ml.g5.xlarge", f"{AWS}/sagemaker-tritonserver:25.09-py3"),
        ("ml.g5.xlarge", {"Ref": "Image"}),
        ({"Ref": "Type"}, CPU),
        ("ml.zz9.xlarge", CPU),
    ],
)
def test_what_fits_or_is_not_known_is_left_alone(instance_type: Any, image: Any) -> None:
    assert not findings_of(RULE, _of(instance_type, image=image))


def test_one_container_of_a_pipeline_may_do_without() -> None:
    steps = [{"Image": CPU}, {"Image": GPU}]
    assert not findings_of(RULE, _of("ml.g5.xlarge", PrimaryContainer=None, Containers=steps))


def test_a_pipeline_of_images_for_cpus_is_found() -> None:
    assert findings_of(RULE, _of("ml.g5.xlarge", PrimaryContainer=None, Containers=[{"Image": CPU}] * 2))
