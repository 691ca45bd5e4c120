"""An inference pipeline runs its containers beside one another on an instance. A serverless endpoint has none, and
SageMaker refuses it, where CDK and cfn-lint see nothing.
"""

from collections.abc import Iterator

from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import IMAGE, config, endpoint, model, serverless, serverless_variant
from sagewire.validator.serving.served import models_served, pipeline
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for served in models_served(graph, SERVERLESS):
        containers = pipeline(served)
        if containers is not None:
            yield fault(containers, len(containers.elements))


RULE = Rule(
    id="SW509",
    title="serverless endpoint with an inference pipeline",
    severity=Severity.ERROR,
    why=__doc__,
    message="{resource} is a pipeline of {found} containers; a serverless endpoint runs one",
    fix="Put the steps into one container, or serve the pipeline on instances.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html",
    check=_check,
    wrong=lambda: template(
        model(PrimaryContainer=None, Containers=[{"Image": IMAGE}, {"Image": IMAGE}]),
        config(serverless_variant()),
        endpoint(),
    ),
    right=lambda: template(serverless()),
)
