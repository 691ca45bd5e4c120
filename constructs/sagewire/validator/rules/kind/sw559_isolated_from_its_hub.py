"""A container that is isolated from the network reaches no hub. One of AWS's images that is told a model of Hugging
Face by name, and given no data, begins by downloading it: it fails, never answers /ping, and the endpoint is not made.
Of an image of one's own this is a warning, since it may have the model in it.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import Resources, ref, sub, template
from sagewire.validator.samples.serving import ARTIFACT, model
from sagewire.validator.serving.images import image_of
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_NAMES = ("HF_MODEL_ID", "OPTION_MODEL_ID")
# What tells Hugging Face's libraries that they have the model already, or where.
_OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE")
_DATA = ("ModelDataUrl", "ModelDataSource", "AdditionalModelDataSources", "ModelPackageName")


def _check(graph: Graph) -> Iterator[Fault]:
    for served in graph.models:
        if served.resource["EnableNetworkIsolation"].flag:
            for container in served.containers:
                yield from _downloads(container)


def _downloads(container: Value) -> Iterator[Fault]:
    image, environment = image_of(container["Image"]), container["Environment"]
    if image is None or not all(container[name].absent for name in _DATA):
        return
    # An image of one's own may have the model in it; mostly that is said then.
    if not image.published and not all(environment[name].absent for name in _OFFLINE):
        return
    for name in _NAMES:
        if _is_of_a_hub(environment[name].text):
            yield fault(environment[name], name=name, severity=Severity.ERROR if image.published else Severity.WARNING)


def _is_of_a_hub(name: str | None) -> bool:
    """Whether it is an organisation's model, such as "org/name", and neither a path nor an address."""
    owner, slash, model = (name or "").partition("/")
    return bool(owner.strip(".") and slash and model) and "/" not in model


_IMAGE = sub("763104351884.dkr.ecr.${AWS::Region}.amazonaws.com/huggingface-pytorch-inference:2.6.0-cpu-py312")
_HUB = {"HF_MODEL_ID": "distilbert/distilbert-base-uncased", "HF_TASK": "text-classification"}


def _isolated(artifact: Any) -> Resources:
    container = {"ModelDataUrl": artifact, "Environment": _HUB}
    return model(image=_IMAGE, container=container, EnableNetworkIsolation=True)


RULE = Rule(
    id="SW559",
    title="isolated container that downloads its model",
    severity=Severity.ERROR,
    why=__doc__,
    message="{resource} is isolated from the network, and has {name} {found} to download, but no model data",
    fix="Put the model into S3 and name it in ModelDataSource or ModelDataUrl; or leave EnableNetworkIsolation out.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html",
    check=_check,
    wrong=lambda: template(_isolated(ref("AWS::NoValue"))),
    right=lambda: template(_isolated(ARTIFACT)),
)
