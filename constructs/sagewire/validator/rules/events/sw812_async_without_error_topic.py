"""Who asks an asynchronous endpoint has an answer long before the inference runs. If it fails then, only the error
topic says so: without one, callers wait for a result that never comes.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for config in graph.configs:
        output = config.resource["AsyncInferenceConfig"]["OutputConfig"]
        if output.present and output["NotificationConfig"]["ErrorTopic"].absent:
            yield fault(output["NotificationConfig"]["ErrorTopic"])


RULE = Rule(
    id="SW812",
    title="nobody is told that an asynchronous inference failed",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceNotificationConfig.html",
    message="no error topic: nobody is told of an inference that failed or expired",
    fix="Set NotificationConfig.ErrorTopic to a topic that somebody, or something, listens to.",
    check=_check,
    wrong=lambda: template(asynchronous(output={"NotificationConfig": {"SuccessTopic": ref("Answered")}})),
    right=lambda: template(asynchronous()),
)
