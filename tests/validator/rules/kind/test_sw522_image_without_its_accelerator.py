"""SW522."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw522_image_without_its_accelerator import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host, config, endpoint, instance_variant, model
from sagewire.validator.severity import Severity
from tests.validator.judging import findings_of

AWS = "763104351884.dkr.ecr.us-east-1.amazonaws.com"
PYTORCH = f"{AWS}/pytorch-inference:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker"
VLLM = f"{AWS}/vllm:0.30.0-gpu-py312-cu130-ubuntu24.04-sagemaker"
NEURON = f"{AWS}/huggingface-pytorch-inference-neuronx:2.8.0-neuronx-py310"


def _of(image: Any, instance_type: Any = "ml.m5.xlarge", **changes: Any) -> dict[str, Any]:
    variant = instance_variant(InstanceType=instance_type, **changes)
    return template(model(image=image), config(variant), endpoint())


@pytest.mark.parametrize(
    ("image", "instance_type", "severity"),
    [
        (PYTORCH, "ml.m5.xlarge", Severity.WARNING),
        (PYTORCH, "ml.inf2.xlarge", Severity.WARNING),
        ("111122223333.dkr.ecr.us-east-1.amazonaws.com/ranking:2-gpu", "ml.c7i.large", Severity.WARNING),
        (VLLM, "ml.m5.xlarge", Severity.ERROR),
        (NEURON, "ml.m5.xlarge", Severity.ERROR),
        (NEURON, "ml.g5.xlarge", Severity.ERROR),
    ],
)
def test_an_image_is_found_where_its_accelerator_is_not(image: str, instance_type: str, severity: Severity) -> None:
    (finding,) = findings_of(RULE, _of(image, instance_type))
    assert finding.severity is severity
    assert finding.property == "Properties/PrimaryContainer/Image"
    assert instance_type in finding.message


@pytest.mark.parametrize(
    ("image", "instance_type"),
    [
        (PYTORCH, "ml.g5.xlarge"),
        (NEURON, "ml.inf2.xlarge"),
        (NEURON, "ml.trn1.2xlarge"),
        (f"{AWS}/kmeans:1", "ml.m5.xlarge"),
        ({"Ref": "Image"}, "ml.m5.xlarge"),
        (PYTORCH, {"Ref": "Type"}),
        (PYTORCH, "ml.zz9.xlarge"),
    ],
)
def test_what_fits_or_is_not_known_is_left_alone(image: Any, instance_type: Any) -> None:
    assert not findings_of(RULE, _of(image, instance_type))


def test_each_type_of_a_pool_is_looked_at() -> None:
    pools = [{"InstanceType": name, "Priority": number} for number, name in enumerate(("ml.g5.xlarge", "ml.c5.large"))]
    (finding,) = findings_of(RULE, _of(PYTORCH, None, InstancePools=pools))
    assert "ml.c5.large" in finding.message


def test_two_variants_of_one_model_on_one_type_are_one_finding() -> None:
    variants = (instance_variant(), instance_variant(VariantName="Second"))
    assert len(findings_of(RULE, template(model(image=PYTORCH), config(*variants), endpoint()))) == 1


def test_the_image_of_a_component_is_looked_at() -> None:
    specification = {"Container": {"Image": PYTORCH}, "ComputeResourceRequirements": {"MinMemoryRequiredInMb": 1024}}
    host = component_host(variant={"InstanceType": "ml.m5.xlarge"})
    (finding,) = findings_of(RULE, template(host, component(Specification=specification)))
    assert finding.property == "Properties/Specification/Container/Image"


def test_the_model_of_a_component_is_looked_at() -> None:
    host = component_host(variant={"InstanceType": "ml.m5.xlarge"})
    body = template(host, component(), model("ComponentModel", image=PYTORCH))
    (finding,) = findings_of(RULE, body)
    assert finding.resource == "ComponentModel"
