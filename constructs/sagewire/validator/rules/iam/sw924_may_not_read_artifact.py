"""SageMaker downloads the artifact with the role of the model. Where that role may not read it, no model is made of
it, and the deployment fails.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.validator.granted import certainly_lacks, role_of
from sagewire.validator.graph import Graph
from sagewire.validator.graph.role import Role
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import resource, sub, template
from sagewire.validator.samples.serving import model, model_role
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_BUCKET = "AWS::S3::Bucket"
_READ = "s3:GetObject"


def _check(graph: Graph) -> Iterator[Fault]:
    for role, artifact in _read(graph):
        buckets = [named for named in artifact.mentions if named.type == _BUCKET]
        if len(buckets) == 1 and certainly_lacks(graph, role, _READ, buckets[0]):
            bucket = buckets[0].logical_id
            yield fault(artifact, limit=_READ, role=role.resource.logical_id, bucket=bucket)


def _read(graph: Graph) -> Iterator[tuple[Role, Value]]:
    """The artifacts of each model, with the role that reads them."""
    for each in graph.models:
        role = role_of(graph, each)
        for container in each.containers if role else ():
            places = (container["ModelDataUrl"], container["ModelDataSource"]["S3DataSource"]["S3Uri"])
            yield from ((role, place) for place in places if role and place.present)


def _stored(action: str) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": sub("${Artifacts.Arn}/*")}
    inline = {"PolicyName": "Model", "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
    artifact = {"ModelDataUrl": sub("s3://${Artifacts}/1.4.2/model.tar.gz")}
    return template(model(container=artifact), model_role(Policies=[inline]), resource("Artifacts", _BUCKET, {}, {}))


RULE = Rule(
    id="SW924",
    title="model's role may not read the artifact",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html",
    message="{role} may not {limit} from {bucket}, where the artifact lies",
    fix="Allow {role} {limit} on the objects of {bucket}.",
    check=_check,
    wrong=lambda: _stored("s3:ListBucket"),
    right=lambda: _stored(_READ),
)
