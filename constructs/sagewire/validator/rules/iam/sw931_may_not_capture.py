"""What is captured of requests and answers SageMaker writes with the role of the model. Where that role may not write
it, requests are answered as ever, and nothing is there to be looked at. Of a serverless endpoint nothing is captured.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.permissions.granted import certainly_lacks_objects, roles_of_models
from sagewire.validator.permissions.objects import bucket_of
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import sub, template
from sagewire.validator.samples.invoking import grant
from sagewire.validator.samples.serving import model_role, real_time
from sagewire.validator.serving.served import captures
from sagewire.validator.severity import Severity

_WRITE = "s3:PutObject"


def _check(graph: Graph) -> Iterator[Fault]:
    for config in graph.configs:
        place = config.resource["DataCaptureConfig"]["DestinationS3Uri"]
        if captures(config) is None or config.kind == SERVERLESS or not place.present:
            continue
        for role in roles_of_models(graph, config):
            if certainly_lacks_objects(graph, role, _WRITE, place, below=True):
                yield fault(place, limit=_WRITE, role=role.resource.logical_id, bucket=bucket_of(place))


_CAPTURE = {
    "EnableCapture": True,
    "InitialSamplingPercentage": 10,
    "DestinationS3Uri": "s3://captured/ranking",
    "CaptureOptions": [{"CaptureMode": "Input"}],
}


def _captured(end: str) -> dict[str, Any]:
    read = grant("MayRead", "s3:GetObject", sub("arn:${AWS::Partition}:s3:::models/*"), role="ModelRole")
    write = grant("MayCapture", _WRITE, sub(f"arn:${{AWS::Partition}}:s3:::captured{end}"), role="ModelRole")
    return template(real_time(DataCaptureConfig=_CAPTURE), model_role(Policies=None), read, write)


RULE = Rule(
    id="SW931",
    title="model's role may not write what is captured",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html",
    message="{role}, the role of the model, may not {limit} to {found}: nothing is captured there",
    fix="Allow {role} {limit} on the objects of {bucket}: on its ARN with /* at the end.",
    check=_check,
    wrong=lambda: _captured(""),
    right=lambda: _captured("/*"),
)
