"""An image for GPUs on an instance without one computes on the CPU, many times slower than it was measured, or does not
start. AWS's images for Neuron, and its servers of language models, certainly do not.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model
from sagewire.validator.serving.image_places import image_places
from sagewire.validator.serving.images import ACCELERATORS
from sagewire.validator.severity import Severity

_IMAGE = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker"


def _check(graph: Graph) -> Iterator[Fault]:
    for place in image_places(graph):
        built_for = place.image.accelerator
        if built_for in ACCELERATORS and built_for != place.host.accelerator:
            severity = Severity.ERROR if place.image.needs_accelerator else None
            name, host = place.image.name, place.host.name
            yield fault(place.at, name, severity=severity, built_for=ACCELERATORS[built_for], host=host)


RULE = Rule(
    id="SW522",
    title="image on instances without what it was built for",
    severity=Severity.WARNING,
    why=__doc__,
    message="{found} is built for {built_for}, which {host} has not",
    fix="Take the image for what {host} has, or a type of instance with {built_for}.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/pre-built-containers-frameworks-deep-learning.html",
    check=_check,
    wrong=lambda: template(model(image=_IMAGE), config(instance_variant()), endpoint()),
    right=lambda: template(model(image=_IMAGE), config(instance_variant(InstanceType="ml.g5.xlarge")), endpoint()),
)
