"""An endpoint on one instance answers nothing while that instance, or its Availability Zone, fails. SageMaker spreads
two and more over the zones. Looked at are endpoints of which the stack takes care otherwise: that are scaled, watched
by an alarm, or updated with a DeploymentConfig. Asynchronous endpoints, whose requests wait, are left alone.
"""

from collections.abc import Iterator

from sagewire.published_metrics import COMPONENT_HOST, REAL_TIME
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Endpoint
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import alarm
from sagewire.validator.samples.serving import real_time
from sagewire.validator.serving.fleet import most_at_rest
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    watched = {watch.endpoint for watch in graph.watches}
    for endpoint in graph.endpoints:
        if endpoint.kind not in (REAL_TIME, COMPONENT_HOST) or len(endpoint.variants) != 1:
            continue
        (variant,) = endpoint.variants
        managed = endpoint.kind == COMPONENT_HOST and not variant["ManagedInstanceScaling"].absent
        count = most_at_rest(graph, endpoint, variant)
        single = count is not None and count.instances == 1 and not managed
        if single and (endpoint in watched or _cared_for(graph, endpoint)):
            yield fault(variant["InitialInstanceCount"], limit="at least 2", name=endpoint.resource.logical_id)


def _cared_for(graph: Graph, endpoint: Endpoint) -> bool:
    return bool(graph.scaled.get(endpoint)) or endpoint.resource["DeploymentConfig"].present


RULE = Rule(
    id="SW408",
    title="real-time endpoint on a single instance",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-best-practices.html",
    message="{found} instance; while it or its Availability Zone fails, {name} answers nothing",
    fix="Begin with 2 instances and never scale below 2.",
    check=_check,
    wrong=lambda: template(real_time(variant={"InitialInstanceCount": 1}), alarm("Invocation5XXErrors")),
    right=lambda: template(real_time(variant={"InitialInstanceCount": 2}), alarm("Invocation5XXErrors")),
)
