"""Each machine image has the driver of one kind of accelerator. On instances with another, or with none, it is of no
use or the container finds no driver.
"""

from collections.abc import Iterator

from sagewire.limits import INFERENCE_AMIS
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Variant
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time
from sagewire.validator.serving.hardware import hosts_of
from sagewire.validator.serving.served import variants_in
from sagewire.validator.severity import Severity

_AMI = "al2-ami-sagemaker-inference-gpu-3-1"


def _check(graph: Graph) -> Iterator[Fault]:
    for variant in variants_in(graph):
        accelerator = _accelerator_of(variant)
        others = [host.name for host in hosts_of(variant) if accelerator and host.accelerator != accelerator]
        if others:
            yield fault(variant["InferenceAmiVersion"], driver=str(accelerator).upper(), host=others[0])


def _accelerator_of(variant: Variant) -> str | None:
    name = variant["InferenceAmiVersion"].text
    if name not in INFERENCE_AMIS.values:
        return None
    return "neuron" if "-neuron-" in name else "gpu"


RULE = Rule(
    id="SW525",
    title="machine image for an accelerator that the instances have not",
    severity=Severity.WARNING,
    why=__doc__,
    message="{found} has the driver of a {driver}, which {host} has not",
    fix="Leave InferenceAmiVersion out, or take the machine image for what {host} has.",
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html",
    check=_check,
    wrong=lambda: template(real_time(variant={"InferenceAmiVersion": _AMI})),
    right=lambda: template(real_time(variant={"InferenceAmiVersion": _AMI, "InstanceType": "ml.g5.xlarge"})),
)
