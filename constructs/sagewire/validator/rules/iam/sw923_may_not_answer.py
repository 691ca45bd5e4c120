"""SageMaker writes the answers of an asynchronous endpoint, and tells of them, with the role of its model. What that
role may not write or publish never arrives: who asked waits for an answer that nobody sends.
"""

from collections.abc import Iterator

from sagewire.published_metrics import ASYNCHRONOUS
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import EndpointConfig
from sagewire.validator.graph.names import BUCKET, TOPIC
from sagewire.validator.permissions.granted import certainly_lacks, roles_of_models
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import ref, template, without
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

_WRITTEN = ("S3OutputPath", "S3FailurePath")
_TOLD = ("SuccessTopic", "ErrorTopic")
_NEEDED = {BUCKET: "s3:PutObject", TOPIC: "sns:Publish"}


def _check(graph: Graph) -> Iterator[Fault]:
    for config in graph.configs:
        if config.kind != ASYNCHRONOUS:
            continue
        for role in roles_of_models(graph, config):
            for value, destination in _destinations(graph, config):
                action = _NEEDED[destination.type]
                if certainly_lacks(graph, role, action, destination):
                    yield fault(value, destination.logical_id, limit=action, role=role.resource.logical_id)


def _destinations(graph: Graph, config: EndpointConfig) -> Iterator[tuple[Value, Resource]]:
    output = config.resource["AsyncInferenceConfig"]["OutputConfig"]
    places = [output[name] for name in _WRITTEN] + [output["NotificationConfig"][name] for name in _TOLD]
    for value in places:
        destination = graph.resource_behind(value, *_NEEDED)
        if value.present and destination is not None:
            yield value, destination


RULE = Rule(
    id="SW923",
    title="asynchronous endpoint may not answer",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-create-endpoint-prerequisites.html",
    message="{role}, the role of the model, may not {limit} on {found}",
    fix="Allow {role} {limit} on {found}.",
    check=_check,
    wrong=lambda: template(
        without(asynchronous(output={"NotificationConfig": {"ErrorTopic": ref("Failed")}}), "MayAnswer")
    ),
    right=lambda: template(asynchronous()),
)
