"""EventBridge calls a target with a role, where it is given one, and Scheduler always does. A role whose trust is for
other services alone they cannot take: Scheduler refuses the schedule, and of a rule, for which this is a warning, the
target is not called. A role for the one is none for the other: they are two services, scheduler.amazonaws.com and
events.amazonaws.com.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.permissions.trust import shuts_out, trusted
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template, trusting
from sagewire.validator.samples.events import schedule
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_SCHEDULE = "AWS::Scheduler::Schedule"
_SCHEDULER = "scheduler"
_SAGEMAKER = ":sagemaker"


def _check(graph: Graph) -> Iterator[Fault]:
    for service, named in (*_schedules(graph), *_rules(graph)):
        role = graph.role_behind(named) if named.present else None
        if role is not None and shuts_out(role, service):
            severity = None if service == _SCHEDULER else Severity.WARNING
            taken, by = role.resource.logical_id, f"{service}.amazonaws.com"
            yield fault(named, trusted(role), severity=severity, role=taken, service=by)


def _schedules(graph: Graph) -> Iterator[tuple[str, Value]]:
    calling = {way.resource for way in graph.view(Inference).schedules}
    for each in graph.of_type(_SCHEDULE):
        target = each["Target"]
        if each in calling or _SAGEMAKER in (target["Arn"].pattern or ""):
            yield _SCHEDULER, target["RoleArn"]


def _rules(graph: Graph) -> Iterator[tuple[str, Value]]:
    inference = graph.view(Inference)
    calling = {target.rule for target, _ in inference.targets}
    for each in inference.rules:
        ours = each.hears_sagemaker or each in calling
        yield from (
            ("events", target["RoleArn"])
            for target in each.targets
            if ours or _SAGEMAKER in (target["Arn"].pattern or "")
        )


RULE = Rule(
    id="SW927",
    title="EventBridge cannot take the role of a target",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html",
    message="the trust of {role} is for {found}, so that {service} cannot take it to call the target",
    fix="Let {service} take {role}.",
    check=_check,
    wrong=lambda: template(serverless(), function(), trusting(schedule(), "ScheduleRole", "events")),
    right=lambda: template(serverless(), function(), trusting(schedule(), "ScheduleRole", "scheduler")),
)
