"""EventBridge Scheduler calls a function with the role of the target. A role that may not invoke it lets the schedule
be created, and each run fails. Looks at schedules whose role, with all its policies, is in the templates.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import SCHEDULE
from sagewire.validator.permissions.granted import certainly_lacks
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import schedule
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_INVOKE = "lambda:InvokeFunction"


def _check(graph: Graph) -> Iterator[Fault]:
    for way in graph.ways_in:
        named = way.resource["Target"]["RoleArn"]
        role = graph.role_behind(named) if way.kind == SCHEDULE else None
        if (
            role is not None
            and not way.at.unknown
            and not named.unknown
            and certainly_lacks(graph, role, _INVOKE, way.function.resource)
        ):
            yield fault(named, role.resource.logical_id, function=way.function.resource.logical_id)


RULE = Rule(
    id="SW820",
    title="schedule may not call its function",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html",
    message="the role {found} may not call {function}: each run of the schedule fails",
    fix=f"Allow {{found}} {_INVOKE} on {{function}}.",
    check=_check,
    wrong=lambda: template(serverless(), function(), schedule(action="lambda:GetFunction")),
    right=lambda: template(serverless(), function(), schedule()),
)
