"""What the name of an image tells, and what it leaves open."""

from typing import Any

import pytest

from sagewire.validator.serving.images import Image, image_of
from sagewire.validator.template import Template

AWS = "763104351884.dkr.ecr.us-east-1.amazonaws.com"
OWN = "111122223333.dkr.ecr.eu-west-1.amazonaws.com"


def image(name: Any) -> Image | None:
    template = Template("t", {"Resources": {"Model": {"Type": "AWS::SageMaker::Model", "Properties": {"Image": name}}}})
    return image_of(template.resources["Model"]["Image"])


def known(name: Any) -> Image:
    found = image(name)
    assert found is not None
    return found


def test_a_name_is_taken_apart() -> None:
    found = known(f"{OWN}/team/ranking:1.4.2")
    assert (found.account, found.region) == ("111122223333", "eu-west-1")
    assert (found.repository, found.tag) == ("team/ranking", "1.4.2")
    assert found.name == "team/ranking:1.4.2"
    assert not found.published


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        (f"{OWN}/ranking", ""),
        ("ranking", ""),
        ("ranking:latest", "latest"),
        (f"{OWN}/ranking@sha256:0123", None),
        (f"{OWN}/ranking:1.4.2@sha256:0123", None),
        ({"Fn::Sub": "${Repository}:latest"}, "latest"),
        ({"Fn::Sub": f"{OWN}/${{Repository}}"}, None),
        ({"Fn::Sub": f"{OWN}/ranking:${{Version}}"}, None),
        ({"Fn::Sub": f"{OWN}/ranking:v${{Version}}"}, None),
        ({"Fn::Sub": "${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/ranking:1"}, "1"),
    ],
)
def test_a_tag_is_told_from_one_that_is_missing_and_one_that_is_not_known(name: Any, tag: str | None) -> None:
    assert known(name).tag == tag


def test_an_account_and_a_region_that_are_not_known_are_none() -> None:
    found = known({"Fn::Sub": "${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/ranking:1"})
    assert (found.account, found.region, found.repository) == (None, None, "ranking")
    assert not found.published


def test_nothing_is_told_of_a_name_that_is_not_known() -> None:
    assert image({"Fn::ImportValue": "image"}) is None
    assert image({"Ref": "Repository"}) is None
    assert image([]) is None


@pytest.mark.parametrize(
    ("name", "accelerator"),
    [
        (f"{AWS}/pytorch-inference:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker", "gpu"),
        (f"{AWS}/djl-inference:0.33.0-lmi15.0.0-cu128", "gpu"),
        (f"{AWS}/vllm:server-sagemaker-cuda-v2", "gpu"),
        (f"{AWS}/pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker", "none"),
        (f"{AWS}/tei-cpu:2.0.1-tei1.8.2-cpu-py310-ubuntu22.04", "none"),
        (f"{AWS}/huggingface-pytorch-inference-neuronx:2.8.0-neuronx-py310", "neuron"),
        (f"{AWS}/huggingface-pytorch-tgi-inference:2.7.0-optimum3.3.6-inf2-py310-ubuntu22.04", "neuron"),
        (f"{OWN}/ranking:2-inf2", None),
        (f"{OWN}/ranking:2-gpu", "gpu"),
        (f"{OWN}/ranking:2-cpu-gpu", None),
        (f"{OWN}/ranking:2", None),
        (f"{OWN}/cupid:cu1", None),
    ],
)
def test_what_an_image_was_built_for_is_read_off_its_name(name: str, accelerator: str | None) -> None:
    assert known(name).accelerator == accelerator


@pytest.mark.parametrize(
    ("name", "needs"),
    [
        (f"{AWS}/vllm:0.30.0-gpu-py312-cu130-ubuntu24.04-sagemaker", True),
        (f"{AWS}/huggingface-pytorch-inference-neuronx:2.8.0-neuronx-py310", True),
        (f"{AWS}/pytorch-inference:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker", False),
        (f"{OWN}/vllm:0.30.0-gpu", False),
        (f"{AWS}/vllm:0.30.0", False),
    ],
)
def test_only_images_of_aws_are_certain_to_need_their_accelerator(name: str, needs: bool) -> None:
    assert known(name).needs_accelerator is needs


@pytest.mark.parametrize(
    ("name", "architecture"),
    [
        (f"{AWS}/pytorch-inference-graviton:2.5.1-cpu-py312-ubuntu22.04-sagemaker", "arm64"),
        (f"{AWS}/pytorch-inference-arm64:2.6.0-cpu-py312", "arm64"),
        (f"{AWS}/sagemaker-scikit-learn:1.0-1-arm64-cpu-py3", "arm64"),
        (f"{AWS}/pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker", "x86_64"),
        (f"{AWS}/pytorch-inference@sha256:0123", None),
        (f"{AWS}/sagemaker-tritonserver:25.09-py3", None),
        (f"{OWN}/ranking:1-arm64", None),
    ],
)
def test_only_images_of_aws_tell_their_architecture(name: str, architecture: str | None) -> None:
    assert known(name).architecture == architecture


@pytest.mark.parametrize(("tag", "major"), [("gpu-cu130", 13), ("gpu-cu124", 12), ("cu92", None), ("gpu", None)])
def test_the_version_of_cuda_is_read_off_the_tag(tag: str, major: int | None) -> None:
    assert known(f"{AWS}/vllm:{tag}").cuda == major
