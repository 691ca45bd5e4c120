"""An update of an endpoint sets the instance counts of its new configuration, unless it retains those that are. At the
busiest time a changed model brings the endpoint back to its initial size, and requests wait or fail until it has
scaled out again.
"""

from collections.abc import Iterator

from sagewire.published_metrics import SERVERLESS
from sagewire.validator.fixed_names import is_fixed
from sagewire.validator.graph import Graph
from sagewire.validator.graph.scaling import INSTANCES
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import scaled
from sagewire.validator.samples.serving import endpoint, real_time
from sagewire.validator.severity import Severity

_COUNT = "DesiredInstanceCount"


def _check(graph: Graph) -> Iterator[Fault]:
    for scaled_endpoint, targets in graph.scaled.items():
        of_instances = any(target.dimension == INSTANCES for target in targets)
        if scaled_endpoint is None or not of_instances or scaled_endpoint.kind == SERVERLESS:
            continue
        updated = scaled_endpoint.resource
        name, retained = updated["EndpointName"], updated["RetainAllVariantProperties"]
        # A new name makes a new endpoint, and no update.
        if not (name.absent or is_fixed(name)):
            continue
        excluded = updated["ExcludeRetainedVariantProperties"].elements
        if retained.absent or retained.flag is False:
            yield fault(retained)
        elif retained.flag:
            types = [one["VariantPropertyType"] for one in excluded]
            yield from (fault(at) for at in types if at.text == _COUNT)


RULE = Rule(
    id="SW617",
    title="update of a scaled endpoint resets its instance counts",
    severity=Severity.WARNING,
    why=__doc__,
    message="the instances are scaled, and each update of the endpoint sets them back to InitialInstanceCount",
    fix=f"Set RetainAllVariantProperties to true, and leave {_COUNT} out of ExcludeRetainedVariantProperties.",
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html",
    check=_check,
    wrong=lambda: template(real_time(), scaled(), endpoint()),
    right=lambda: template(real_time(), scaled(), endpoint(RetainAllVariantProperties=True)),
)
