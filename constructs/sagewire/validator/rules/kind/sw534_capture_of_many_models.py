"""Model Monitor supports endpoints with a single model. What is captured of a multi-model endpoint is stored and paid
for, and no monitor reads it.
"""

from collections.abc import Iterator

from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import Resources, sub, template
from sagewire.validator.samples.invoking import grant
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model, real_time
from sagewire.validator.serving.served import captures, models_of, multi_model
from sagewire.validator.severity import Severity

_CAPTURE = {
    "EnableCapture": True,
    "InitialSamplingPercentage": 20,
    "DestinationS3Uri": "s3://captured/ranking/",
    "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}],
}


def _check(graph: Graph) -> Iterator[Fault]:
    for configuration in graph.configs:
        capture = captures(configuration)
        if capture is None or configuration.kind == SERVERLESS:
            continue
        many = [served for served in models_of(graph, configuration) if multi_model(served) is not None]
        if many:
            yield fault(capture, served=many[0].resource.logical_id)


def _may_capture() -> Resources:
    return grant("MayCapture", "s3:PutObject", sub("arn:${AWS::Partition}:s3:::captured/*"), role="ModelRole")


RULE = Rule(
    id="SW534",
    title="data capture of a multi-model endpoint",
    severity=Severity.WARNING,
    why=__doc__,
    message="{resource} has {found}, and {served} is a multi-model container, which Model Monitor does not support",
    fix="Leave {found} out, or make an endpoint of each model that is to be monitored.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html",
    check=_check,
    wrong=lambda: template(
        model(container={"Mode": "MultiModel", "ModelDataUrl": "s3://models/ranking/"}),
        config(instance_variant(), DataCaptureConfig=_CAPTURE),
        endpoint(),
        _may_capture(),
    ),
    right=lambda: template(real_time(DataCaptureConfig=_CAPTURE), _may_capture()),
)
