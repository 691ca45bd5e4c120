"""SageMaker lists what lies below the prefix of many models, or of an artifact that is not compressed, with the role of
the model. AWS's own error says what is missing where it cannot: "If your Model uses multiple models or uncompressed
models, please ensure that the role has s3:ListBucket permission".
"""

from collections.abc import Iterator
from typing import Any

from sagewire.validator.graph import Graph
from sagewire.validator.permissions.granted import LIST, certainly_lacks_listing, role_of
from sagewire.validator.permissions.objects import bucket_of
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import sub, template
from sagewire.validator.samples.invoking import grant
from sagewire.validator.samples.serving import model, model_role
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_PREFIX = "s3://models/ranking/"


def _check(graph: Graph) -> Iterator[Fault]:
    for each in graph.models:
        role = role_of(graph, each)
        for prefix in map(_listed, each.containers) if role else ():
            if role is not None and prefix is not None and certainly_lacks_listing(graph, role, prefix):
                yield fault(prefix, limit=LIST, role=role.resource.logical_id, bucket=bucket_of(prefix))


def _listed(container: Value) -> Value | None:
    """The prefix of a container that certainly is listed."""
    source = container["ModelDataSource"]["S3DataSource"]
    if source["S3DataType"].text == "S3Prefix" and source["S3Uri"].present:
        return source["S3Uri"]
    many = container["Mode"].text == "MultiModel" and container["ModelDataUrl"].present
    return container["ModelDataUrl"] if many else None


def _many(action: str) -> dict[str, Any]:
    container = {"Mode": "MultiModel", "ModelDataUrl": _PREFIX}
    read = grant("MayRead", "s3:GetObject", sub("arn:${AWS::Partition}:s3:::models/*"), role="ModelRole")
    look = grant("MayLook", action, sub("arn:${AWS::Partition}:s3:::models"), role="ModelRole")
    return template(model(container=container), model_role(Policies=None), read, look)


RULE = Rule(
    id="SW930",
    title="model's role may not list its artifacts",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-uncompressed.html",
    message="{role} may not {limit} on {bucket}, where SageMaker lists what lies below {found}",
    fix="Allow {role} {limit} on {bucket}: on its ARN without /*.",
    check=_check,
    wrong=lambda: _many("s3:GetBucketLocation"),
    right=lambda: _many("s3:ListBucket"),
)
