"""SageMaker downloads the artifact with the role of the model. Where that role may not read it, no model is made of
it, and the deployment fails. The ARN of a bucket means its objects only with /* at its end. Of a bucket elsewhere it is
a warning: a policy of its own may let the role in.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.validator.graph import Graph
from sagewire.validator.graph.names import BUCKET
from sagewire.validator.graph.role import Role
from sagewire.validator.permissions.granted import buckets_in, certainly_lacks_objects, role_of
from sagewire.validator.permissions.objects import bucket_of
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import resource, sub, template
from sagewire.validator.samples.serving import model, model_role
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_READ = "s3:GetObject"


def _check(graph: Graph) -> Iterator[Fault]:
    for role, artifact, below in _read(graph):
        if artifact.present and certainly_lacks_objects(graph, role, _READ, artifact, below=below):
            severity = None if buckets_in(graph, artifact) else Severity.WARNING
            named, bucket = role.resource.logical_id, bucket_of(artifact)
            yield fault(artifact, limit=_READ, severity=severity, role=named, bucket=bucket)


def _read(graph: Graph) -> Iterator[tuple[Role, Value, bool]]:
    """The artifacts of each model, with the role that reads them, and whether it reads all below that place."""
    for each in graph.models:
        role = role_of(graph, each)
        for container in each.containers if role else ():
            source = container["ModelDataSource"]["S3DataSource"]
            if role is not None:
                yield role, container["ModelDataUrl"], not container["Mode"].absent
                yield role, source["S3Uri"], source["S3DataType"].text != "S3Object"


def _stored(action: str) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": sub("${Artifacts.Arn}/*")}
    inline = {"PolicyName": "Model", "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
    artifact = {"ModelDataUrl": sub("s3://${Artifacts}/1.4.2/model.tar.gz")}
    return template(model(container=artifact), model_role(Policies=[inline]), resource("Artifacts", BUCKET, {}, {}))


RULE = Rule(
    id="SW924",
    title="model's role may not read the artifact",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html",
    message="{role} may not {limit} from {bucket}, where the artifact lies",
    fix="Allow {role} {limit} on the objects of {bucket}: on its ARN with /* at the end.",
    check=_check,
    wrong=lambda: _stored("s3:ListBucket"),
    right=lambda: _stored(_READ),
)
