"""CloudFormation makes at once what does not refer to one another. A scalable target that names its endpoint in plain
text, or a policy that names its target so, comes before it is there: Application Auto Scaling does not find it, and
the first deployment rolls back.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.order import waits_for
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import scaled
from sagewire.validator.samples.serving import endpoint, real_time
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource

_NAMED = endpoint(EndpointName="ranking", RetainAllVariantProperties=True)


def _pairs(graph: Graph) -> Iterator[tuple[Resource, Resource]]:
    """What is scaled by plain names, and what must be there before."""
    for target in graph.scalable_targets:
        of = target.component or target.endpoint
        if of is not None:
            yield target.resource, of.resource
        yield from ((policy, target.resource) for policy in target.policies if policy["ScalingTargetId"].absent)


def _check(graph: Graph) -> Iterator[Fault]:
    for resource, needed in _pairs(graph):
        if resource.template is needed.template and not waits_for(resource, needed):
            yield fault(resource["ResourceId"], needed=needed.logical_id)


RULE = Rule(
    id="SW620",
    title="scaling does not wait for what it scales",
    severity=Severity.WARNING,
    why=__doc__,
    message="{resource} names {needed} in plain text and does not wait for it: the first deployment fails",
    fix="Refer to {needed} (Ref, Fn::GetAtt or Fn::Sub) in {resource}, or add DependsOn: {needed}.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html",
    check=_check,
    wrong=lambda: template(real_time(), scaled(ResourceId="endpoint/ranking/variant/AllTraffic"), _NAMED),
    right=lambda: template(real_time(), scaled(), _NAMED),
)
