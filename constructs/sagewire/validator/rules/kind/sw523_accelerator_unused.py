"""An image for CPUs does nothing with a GPU or a Neuron device: the instance costs several times what one without
would, and answers no sooner.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.model import Model
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model
from sagewire.validator.serving.hardware import placements
from sagewire.validator.serving.images import image_of
from sagewire.validator.severity import Severity

_IMAGE = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker"


def _check(graph: Graph) -> Iterator[Fault]:
    for placement in placements(graph):
        host = placement.host
        if host.accelerator is not None and _only_computes_on_cpus(placement.model):
            yield fault(placement.at, served=placement.model.resource.logical_id)


def _only_computes_on_cpus(model: Model) -> bool:
    images = [image_of(image) for image in model.images]
    return model.whole and bool(images) and all(image and image.accelerator == "none" for image in images)


RULE = Rule(
    id="SW523",
    title="accelerator that the image does not use",
    severity=Severity.WARNING,
    why=__doc__,
    message="{served} has an image for CPUs, and {found} an accelerator that is paid for",
    fix="Take the image for what {found} has, or a type of instance without.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/pre-built-containers-frameworks-deep-learning.html",
    check=_check,
    wrong=lambda: template(model(image=_IMAGE), config(instance_variant(InstanceType="ml.g5.xlarge")), endpoint()),
    right=lambda: template(model(image=_IMAGE), config(instance_variant()), endpoint()),
)
