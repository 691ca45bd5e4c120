"""Who reads or writes an object of S3 must be allowed to use the key that it is encrypted with. SageMaker does both
with the role of the model: one that lacks kms:Decrypt cannot download an artifact, and one that lacks
kms:GenerateDataKey writes no answers of an asynchronous endpoint. Looks at keys that are in the templates with their
policies: at those of buckets, which encrypt what is put there without another key, and at those of asynchronous
answers.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sagewire.published_metrics import ASYNCHRONOUS
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import EndpointConfig
from sagewire.validator.graph.model import Model
from sagewire.validator.graph.names import BUCKET
from sagewire.validator.graph.role import Role
from sagewire.validator.permissions.granted import buckets_in, role_of, roles_of_models
from sagewire.validator.permissions.keys import key_of, may_use_key
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import att, resource, sub, template
from sagewire.validator.samples.keys import key
from sagewire.validator.samples.serving import model, model_role
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

_READ = "kms:Decrypt"
_WRITE = "kms:GenerateDataKey"


class _Use(NamedTuple):
    """What a role does with a key, and the place that says so."""

    at: Value
    role: Role
    action: str
    key: Resource


def _check(graph: Graph) -> Iterator[Fault]:
    read = (use for each in graph.models for use in _read(graph, each))
    written = (use for config in graph.configs for use in _written(graph, config))
    for use in (*read, *written):
        if not may_use_key(graph, use.role, use.action, use.key):
            named, key = use.role.resource.logical_id, use.key.logical_id
            yield fault(use.at, key, limit=use.action, role=named, what=_WHAT[use.action])


def _read(graph: Graph, each: Model) -> Iterator[_Use]:
    role = role_of(graph, each)
    for container in each.containers if role is not None else ():
        for artifact in (container["ModelDataUrl"], container["ModelDataSource"]["S3DataSource"]["S3Uri"]):
            buckets = buckets_in(graph, artifact) if artifact.present else []
            used = _key_of_bucket(buckets[0]) if len(buckets) == 1 else None
            if role is not None and used is not None:
                yield _Use(artifact, role, _READ, used)


def _written(graph: Graph, config: EndpointConfig) -> Iterator[_Use]:
    named = config.resource["AsyncInferenceConfig"]["OutputConfig"]["KmsKeyId"]
    used = key_of(named) if config.kind == ASYNCHRONOUS else None
    for role in roles_of_models(graph, config) if used is not None else ():
        if used is not None:
            yield _Use(named, role, _WRITE, used)


def _key_of_bucket(bucket: Resource) -> Resource | None:
    """The key by which a bucket encrypts what is put there."""
    rules = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"].elements
    found = [key_of(one["ServerSideEncryptionByDefault"]["KMSMasterKeyID"]) for one in rules]
    return found[0] if len(found) == 1 else None


def _stored(*actions: str) -> dict[str, Any]:
    statements = [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": sub("${Artifacts.Arn}/*")},
        {"Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": att("Artifacts", "Arn")},
        *({"Effect": "Allow", "Action": action, "Resource": att("Key", "Arn")} for action in actions),
    ]
    inline = {"PolicyName": "Model", "PolicyDocument": {"Version": "2012-10-17", "Statement": statements}}
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": att("Key", "Arn")}
    encrypted = {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": default}]}
    return template(
        model(container={"ModelDataUrl": sub("s3://${Artifacts}/1.4.2/model.tar.gz")}),
        model_role(Policies=[inline]),
        resource("Artifacts", BUCKET, {"BucketEncryption": encrypted}, {}),
        key(),
    )


_WHAT = {_READ: "its artifact is encrypted with it", _WRITE: "its answers are to be encrypted with it"}

RULE = Rule(
    id="SW935",
    title="model's role may not use a key",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
    message="{role}, the role of the model, lacks {limit} on {found}, and {what}",
    fix="Allow {role} {limit} on {found}.",
    check=_check,
    wrong=_stored,
    right=lambda: _stored(_READ),
)
