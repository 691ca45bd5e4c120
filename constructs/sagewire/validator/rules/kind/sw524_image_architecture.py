"""AWS's images are built for x86 or for Graviton, and neither starts on the other. The endpoint fails only once its
instances have come up.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model
from sagewire.validator.serving.image_places import image_places
from sagewire.validator.severity import Severity

_AWS = "763104351884.dkr.ecr.us-east-1.amazonaws.com"
_X86 = f"{_AWS}/pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker"
_GRAVITON = f"{_AWS}/pytorch-inference-graviton:2.5.1-cpu-py312-ubuntu22.04-sagemaker"


def _check(graph: Graph) -> Iterator[Fault]:
    for place in image_places(graph):
        built_for = place.image.architecture
        if built_for not in (None, place.host.architecture):
            name, host = place.image.name, place.host.name
            yield fault(place.at, name, limit=place.host.architecture, built_for=built_for, host=host)


RULE = Rule(
    id="SW524",
    title="image for another architecture than the instances'",
    severity=Severity.ERROR,
    why=__doc__,
    message="{found} is built for {built_for}, and {host} is {limit}",
    fix="Take AWS's image for {limit}, or a type of instance that is {built_for}.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-graviton.html",
    check=_check,
    wrong=lambda: template(model(image=_X86), config(instance_variant(InstanceType="ml.c7g.large")), endpoint()),
    right=lambda: template(model(image=_GRAVITON), config(instance_variant(InstanceType="ml.c7g.large")), endpoint()),
)
