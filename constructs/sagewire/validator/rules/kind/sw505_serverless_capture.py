"""SageMaker captures no data of a serverless endpoint, and refuses a configuration that asks for it; CDK and cfn-lint
do not. So Model Monitor, which reads what was captured, has nothing of such an endpoint either.
"""

from collections.abc import Iterator

from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import serverless
from sagewire.validator.serving.served import captures
from sagewire.validator.severity import Severity

_CAPTURE = {
    "EnableCapture": True,
    "InitialSamplingPercentage": 20,
    "DestinationS3Uri": "s3://captured/ranking/",
    "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}],
}


def _check(graph: Graph) -> Iterator[Fault]:
    for config in graph.configs:
        capture = captures(config)
        if config.kind == SERVERLESS and capture is not None:
            yield fault(capture)


RULE = Rule(
    id="SW505",
    title="serverless endpoint with data capture",
    severity=Severity.ERROR,
    why=__doc__,
    message="{resource} is serverless and has {found}; SageMaker captures nothing there",
    fix="Leave {found} out and keep what you need in the function, or serve the model on instances.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html",
    check=_check,
    wrong=lambda: template(serverless(DataCaptureConfig=_CAPTURE)),
    right=lambda: template(serverless(DataCaptureConfig={**_CAPTURE, "EnableCapture": False})),
)
