"""What the model answered when an asynchronous inference failed is kept only below S3FailurePath. Without it the
reason is gone, unless the container has logged it.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for config in graph.configs:
        output = config.resource["AsyncInferenceConfig"]["OutputConfig"]
        if output.present and output["S3FailurePath"].absent:
            yield fault(output["S3FailurePath"])


RULE = Rule(
    id="SW813",
    title="nothing is kept of asynchronous inferences that failed",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceOutputConfig.html",
    message="no S3FailurePath: what the model answered when an inference failed is not kept",
    fix="Set OutputConfig.S3FailurePath, beside S3OutputPath, to an s3:// URI that the execution role may write to.",
    check=_check,
    wrong=lambda: template(asynchronous(output={"S3FailurePath": None})),
    right=lambda: template(asynchronous()),
)
