"""The image runs without a network in one model, so that it needs none, and in another it may call anywhere: whatever
its code, or an artifact that it loads, sends away goes out from there.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sagewire.published_metrics import ASYNCHRONOUS, COMPONENT_HOST, REAL_TIME
from sagewire.validator.graph import Graph
from sagewire.validator.graph.model import Model
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model
from sagewire.validator.serving.served import models_served
from sagewire.validator.severity import Severity

_ISOLATED = "EnableNetworkIsolation"


def _check(graph: Graph) -> Iterator[Fault]:
    alike: defaultdict[Any, list[Model]] = defaultdict(list)
    for kind in (REAL_TIME, ASYNCHRONOUS, COMPONENT_HOST):
        for served in models_served(graph, kind):
            alike[served.resource.template, _image(served)].append(served)
    for (_, image), models in alike.items():
        isolated = [each.resource.logical_id for each in models if each.resource[_ISOLATED].flag]
        for served in models if image and isolated else ():
            flag = served.resource[_ISOLATED]
            if (flag.absent or flag.flag is False) and served.resource["VpcConfig"].absent:
                yield fault(flag, other=isolated[0])


def _image(model: Model) -> str | None:
    """The image of its one container, as the template writes it, so that two parameters are two images."""
    images = model.images
    return repr(images[0].raw) if len(images) == 1 and images[0].present else None


def _two(**changes: Any) -> dict[str, Any]:
    first = {**model(EnableNetworkIsolation=True), **config(instance_variant()), **endpoint()}
    second = {**model("Other", **changes), **config(instance_variant(model="Other"), id="OtherConfig")}
    return template(first, second, endpoint("OtherEndpoint", config="OtherConfig"))


RULE = Rule(
    id="SW921",
    title="isolation was forgotten",
    severity=Severity.INFO,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html",
    message="{resource} may call anywhere, though {other} runs the same image without a network",
    fix="Set EnableNetworkIsolation to true.",
    check=_check,
    wrong=_two,
    right=lambda: _two(EnableNetworkIsolation=True),
)
