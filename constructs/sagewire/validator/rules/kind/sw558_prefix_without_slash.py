"""A key name prefix of a model's data always ends with a slash: SageMaker takes all objects under it, and names the
files by what is behind it. It refuses a model whose prefix ends otherwise.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import model
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value


def _check(graph: Graph) -> Iterator[Fault]:
    for served in graph.models:
        for source in (source for container in served.containers for source in _sources(container)):
            located = source["S3DataSource"]["S3Uri"]
            # What is not known at its end may be the slash.
            known = (located.pattern or "*")[-1:] not in ("*", "/")
            if known and source["S3DataSource"]["S3DataType"].text == "S3Prefix":
                yield fault(located, located.pattern)


def _sources(container: Value) -> Iterator[Value]:
    yield container["ModelDataSource"]
    yield from container["AdditionalModelDataSources"].elements


def _source(uri: str) -> dict[str, object]:
    located = {"S3Uri": uri, "S3DataType": "S3Prefix", "CompressionType": "None"}
    return {"ModelDataUrl": None, "ModelDataSource": {"S3DataSource": located}}


RULE = Rule(
    id="SW558",
    title="prefix of a model's data without a slash at its end",
    severity=Severity.ERROR,
    why=__doc__,
    message="S3Uri of the S3Prefix is {found}; SageMaker takes a prefix that ends with /",
    fix="Put a / at the end of S3Uri, or take S3Object if it is one object.",
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html",
    check=_check,
    wrong=lambda: template(model(container=_source("s3://models/ranking/1.4.2"))),
    right=lambda: template(model(container=_source("s3://models/ranking/1.4.2/"))),
)
