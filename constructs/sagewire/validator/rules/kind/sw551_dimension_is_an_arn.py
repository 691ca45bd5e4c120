"""CloudWatch knows endpoints and inference components by their names. `Ref` of one is its ARN: under that there are no
data, so that the alarm never goes off, and scaling stands still.
"""

from collections.abc import Iterator

from sagewire.validator.arns import by_name, given_by_arn
from sagewire.validator.graph import Graph
from sagewire.validator.metrics.watched_metrics import asked_metrics
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.scaling import VARIANT_DIMENSIONS, alarm
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for watch in graph.view(asked_metrics):
        for name, value in (watch.dimensions or {}).items():
            given = given_by_arn(value)
            if given is not None:
                yield fault(value, given.logical_id, dimension=name, instead=by_name(given))


RULE = Rule(
    id="SW551",
    title="metric is looked for by an ARN",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html",
    message="{resource} looks for a metric whose {dimension} is the ARN of {found}; there is none",
    fix="Take {instead}.",
    check=_check,
    wrong=lambda: template(
        real_time(), alarm("Invocation5XXErrors", {**VARIANT_DIMENSIONS, "EndpointName": ref("Endpoint")})
    ),
    right=lambda: template(real_time(), alarm("Invocation5XXErrors")),
)
