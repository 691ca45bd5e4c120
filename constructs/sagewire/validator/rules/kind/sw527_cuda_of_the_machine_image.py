"""A container that was built for CUDA 13 needs a newer driver than most machine images have. On an older one it ends
before it writes a log, and the endpoint stays in Creating until the health check gives up.
"""

from collections.abc import Iterator

from sagewire.limits import CUDA_13_AMIS, INFERENCE_AMIS
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Variant
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model
from sagewire.validator.serving.hardware import hosts_of
from sagewire.validator.serving.images import Image, image_of
from sagewire.validator.serving.served import variants_in
from sagewire.validator.severity import Severity

_IMAGE = "763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:0.30.0-gpu-py312-cu130-ubuntu24.04-sagemaker"
_NEWER = 13


def _check(graph: Graph) -> Iterator[Fault]:
    for variant in variants_in(graph):
        machine = variant["InferenceAmiVersion"]
        image = _built_for_newer(variant)
        old = machine.text in INFERENCE_AMIS.values and machine.text not in CUDA_13_AMIS.values
        if image is not None and (old or machine.absent):
            yield fault(machine, machine.text or "no InferenceAmiVersion", image=image.name)


def _built_for_newer(variant: Variant) -> Image | None:
    images = [image_of(image) for image in variant.model.images] if variant.model else []
    on_gpus = any(host.accelerator == "gpu" for host in hosts_of(variant))
    return next((image for image in images if on_gpus and image and (image.cuda or 0) >= _NEWER), None)


RULE = Rule(
    id="SW527",
    title="container for a newer CUDA than the machine image's",
    severity=Severity.WARNING,
    why=__doc__,
    limit=CUDA_13_AMIS,
    message="{image} is built for CUDA 13; with {found} the driver may be older",
    fix="Set InferenceAmiVersion to {limit}.",
    check=_check,
    wrong=lambda: template(
        model(image=_IMAGE),
        config(
            instance_variant(InstanceType="ml.g5.xlarge", InferenceAmiVersion="al2-ami-sagemaker-inference-gpu-3-1")
        ),
        endpoint(),
    ),
    right=lambda: template(
        model(image=_IMAGE),
        config(instance_variant(InstanceType="ml.g5.xlarge", InferenceAmiVersion=CUDA_13_AMIS.values[0])),
        endpoint(),
    ),
)
