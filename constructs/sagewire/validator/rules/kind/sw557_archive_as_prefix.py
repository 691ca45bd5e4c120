"""A container that holds many models finds each of them under a prefix: ModelDataUrl, with what TargetModel of a
request says behind it. If ModelDataUrl is one archive, nothing is under it, and each request fails.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import ARTIFACT, model
from sagewire.validator.severity import Severity

_ARCHIVE = ".tar.gz"


def _check(graph: Graph) -> Iterator[Fault]:
    for served in graph.models:
        for container in served.containers:
            located = container["ModelDataUrl"]
            if container["Mode"].text == "MultiModel" and (located.pattern or "").endswith(_ARCHIVE):
                yield fault(located, located.pattern)


RULE = Rule(
    id="SW557",
    title="multi-model container with one archive",
    severity=Severity.WARNING,
    why=__doc__,
    message="ModelDataUrl of the MultiModel container is {found}, which is one archive and no prefix of several",
    fix="Set ModelDataUrl to the prefix that the archives lie under, with a / at its end; or leave Mode out.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/create-multi-model-endpoint.html",
    check=_check,
    wrong=lambda: template(model(container={"Mode": "MultiModel", "ModelDataUrl": ARTIFACT})),
    right=lambda: template(model(container={"Mode": "MultiModel", "ModelDataUrl": "s3://models/ranking/"})),
)
