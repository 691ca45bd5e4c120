"""A serverless endpoint has no GPU and no Neuron device. AWS's images for GPUs are mostly above its 10 GB, so that the
endpoint fails; a smaller one computes on the CPU. AWS's images for Neuron, and its servers of language models, do not
even start.
"""

from collections.abc import Iterator

from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, model, serverless_variant
from sagewire.validator.serving.images import ACCELERATORS, image_of
from sagewire.validator.serving.served import models_served
from sagewire.validator.severity import Severity

_AWS = "763104351884.dkr.ecr.us-east-1.amazonaws.com"


def _check(graph: Graph) -> Iterator[Fault]:
    for served in models_served(graph, SERVERLESS):
        for place in served.images:
            image = image_of(place)
            if image and image.accelerator in ACCELERATORS:
                severity = Severity.ERROR if image.needs_accelerator else None
                yield fault(place, image.name, severity=severity, built_for=ACCELERATORS[image.accelerator])


RULE = Rule(
    id="SW510",
    title="serverless endpoint with an image for accelerators",
    severity=Severity.WARNING,
    why=__doc__,
    message="{found} is built for {built_for}, which a serverless endpoint has not",
    fix="Take the image for CPUs, or serve the model on instances that have what it was built for.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html",
    check=_check,
    wrong=lambda: template(
        model(image=f"{_AWS}/pytorch-inference:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker"),
        config(serverless_variant()),
        endpoint(),
    ),
    right=lambda: template(
        model(image=f"{_AWS}/pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker"),
        config(serverless_variant()),
        endpoint(),
    ),
)
