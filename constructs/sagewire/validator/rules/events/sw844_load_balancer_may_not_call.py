"""A load balancer checks whether it may call a function when the function is registered: without a permission of the
function it refuses the target group. A permission on the function does not count where an alias or a version of it is
registered, nor the other way round. Looks at target groups and functions of the templates, and says nothing where code
or a nested stack that is not given may add the permission.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import LOAD_BALANCER
from sagewire.validator.permissions.callers import may_call
from sagewire.validator.permissions.qualifiers import called_as
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template, without
from sagewire.validator.samples.events import target_group
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for way in graph.ways_in:
        certain = way.kind == LOAD_BALANCER and not way.at.unknown
        if certain and not may_call(graph, way.function, "elasticloadbalancing", way.resource, at=way.at):
            yield fault(way.at, called_as(way.function, way.at))


RULE = Rule(
    id="SW844",
    title="load balancer may not call its function",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html",
    message="no permission lets a load balancer call {found}",
    fix="Add an AWS::Lambda::Permission for elasticloadbalancing.amazonaws.com on {found}, before the target group.",
    check=_check,
    wrong=lambda: template(serverless(), function(), without(target_group(), "TargetPermission")),
    right=lambda: template(serverless(), function(), target_group()),
)
