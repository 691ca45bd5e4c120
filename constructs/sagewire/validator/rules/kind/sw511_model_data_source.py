"""ModelDataSource, which brings a model that is not packed, is for endpoints on instances with one model in a
container. SageMaker refuses it for serverless and multi-model endpoints, which no schema says.
"""

from collections.abc import Iterator

from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, model, serverless, serverless_variant
from sagewire.validator.serving.served import models_served, multi_model
from sagewire.validator.severity import Severity

_SOURCE = {"S3Uri": "s3://models/ranking/1.4.2/", "S3DataType": "S3Prefix", "CompressionType": "None"}


def _check(graph: Graph) -> Iterator[Fault]:
    serverless = set(models_served(graph, SERVERLESS))
    for served in graph.models:
        kind = "serverless" if served in serverless else "multi-model" if multi_model(served) else None
        for container in served.containers if kind else ():
            if container["ModelDataSource"].present:
                yield fault(container["ModelDataSource"], kind=kind)


RULE = Rule(
    id="SW511",
    title="ModelDataSource where only ModelDataUrl is taken",
    severity=Severity.ERROR,
    why=__doc__,
    message="{resource} has {found}, which a {kind} endpoint does not take",
    fix="Set ModelDataUrl: one .tar.gz for a serverless endpoint, a prefix of several for a multi-model one.",
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html",
    check=_check,
    wrong=lambda: template(
        model(container={"ModelDataUrl": None, "ModelDataSource": {"S3DataSource": _SOURCE}}),
        config(serverless_variant()),
        endpoint(),
    ),
    right=lambda: template(serverless()),
)
