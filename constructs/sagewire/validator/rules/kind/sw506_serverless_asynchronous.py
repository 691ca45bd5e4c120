"""An endpoint is serverless or asynchronous: the queue of an asynchronous one is worked off by instances. CDK and
cfn-lint let both together pass, and SageMaker refuses them.
"""

from collections.abc import Iterator

from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for config in graph.configs:
        if config.kind == SERVERLESS and config.resource["AsyncInferenceConfig"].present:
            yield fault(config.resource["AsyncInferenceConfig"])


RULE = Rule(
    id="SW506",
    title="endpoint both serverless and asynchronous",
    severity=Severity.ERROR,
    why=__doc__,
    message="{resource} has a serverless variant and {found}; it is one or the other",
    fix="Leave {found} out, or put the model on instances, which an asynchronous endpoint scales down to none.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html",
    check=_check,
    wrong=lambda: template(
        serverless(
            AsyncInferenceConfig={
                "OutputConfig": {
                    "S3OutputPath": "s3://results/answers/",
                    "S3FailurePath": "s3://results/failures/",
                    "NotificationConfig": {
                        "SuccessTopic": "arn:aws:sns:us-east-1:111122223333:answered",
                        "ErrorTopic": "arn:aws:sns:us-east-1:111122223333:failed",
                    },
                }
            }
        )
    ),
    right=lambda: template(serverless()),
)
