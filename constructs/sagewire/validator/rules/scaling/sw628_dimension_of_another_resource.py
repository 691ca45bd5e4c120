"""CloudWatch has SageMaker's metrics by the names of endpoints and of inference components. Under the name of a
configuration, or of a model, there are no data: the alarm stays silent, and scaling stands still.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.published_metrics import COMPONENT_NAME, ENDPOINT_NAME
from sagewire.validator.arns import given_by_arn
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import COMPONENT, CONFIG, ENDPOINT
from sagewire.validator.graph.model import MODEL
from sagewire.validator.graph.names import NAMED_BY
from sagewire.validator.metrics.watched_metrics import asked_metrics
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import att, template
from sagewire.validator.samples.scaling import VARIANT_DIMENSIONS, alarm
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

_TAKES = {ENDPOINT_NAME: ENDPOINT, COMPONENT_NAME: COMPONENT}
_NOUNS = {
    ENDPOINT: "an endpoint",
    COMPONENT: "an inference component",
    CONFIG: "an endpoint configuration",
    MODEL: "a model",
}


def _check(graph: Graph) -> Iterator[Fault]:
    for watch in graph.view(asked_metrics):
        for dimension, taken in _TAKES.items():
            value = (watch.dimensions or {}).get(dimension)
            named = _another(graph, value, taken) if value is not None else None
            if value is not None and named is not None:
                yield fault(
                    value,
                    metric=watch.metric.shown,
                    dimension=dimension,
                    kind=_NOUNS[named.type],
                    meant=_NOUNS[taken],
                    attribute=NAMED_BY[taken],
                )


def _another(graph: Graph, value: Value, type: str) -> Resource | None:
    """The resource of another type whose name a dimension is."""
    named = value.reference
    if named is None or named.type not in _NOUNS or named.type == type or given_by_arn(value) is not None:
        return None
    own = named[NAMED_BY[named.type]].symbol
    alike = (other for other in graph.of_type(type) if other[NAMED_BY[type]].symbol == own)
    # Some give an endpoint and its configuration one name.
    return None if own is not None and any(alike) else named


RULE = Rule(
    id="SW628",
    title="metric is looked for by the name of another resource",
    severity=Severity.WARNING,
    why=__doc__,
    message="looks for {metric} whose {dimension} is the name of {kind}, {found}: there are no data",
    fix="Take the name of {meant}: Fn::GetAtt with {attribute}.",
    source=f"{SAGEMAKER}/dg/monitoring-cloudwatch.html",
    check=_check,
    wrong=lambda: template(
        real_time(),
        alarm("Invocation5XXErrors", {**VARIANT_DIMENSIONS, "EndpointName": att("Config", "EndpointConfigName")}),
    ),
    right=lambda: template(
        real_time(),
        alarm("Invocation5XXErrors", {**VARIANT_DIMENSIONS, "EndpointName": att("Endpoint", "EndpointName")}),
    ),
)
