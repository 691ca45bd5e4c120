"""EventBridge starts a state machine with the role of a rule's target, or of a schedule. A role that may not start that
machine lets both be made, and each event, or run, is lost. Looks at machines that are part of inference, and at roles
that are in the templates with all their policies.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.definition import STATE_MACHINE
from sagewire.validator.inference import Inference
from sagewire.validator.permissions.granted import certainly_lacks
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import starting_rule, state_machine
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_START = "states:StartExecution"


def _check(graph: Graph) -> Iterator[Fault]:
    for target in _targets(graph):
        machine = None if target["Arn"].unknown else graph.resource_behind(target["Arn"], STATE_MACHINE)
        role = graph.role_behind(target["RoleArn"]) if target["RoleArn"].present else None
        if role is None or machine is None or machine not in graph.view(Inference).machines:
            continue
        if certainly_lacks(graph, role, _START, machine):
            yield fault(target["RoleArn"], role.resource.logical_id, machine=machine.logical_id)


def _targets(graph: Graph) -> Iterator[Value]:
    """Whom rules and schedules call."""
    for rule in graph.view(Inference).rules:
        yield from (target.value for target in rule.targets)
    yield from (schedule["Target"] for schedule in graph.of_type("AWS::Scheduler::Schedule"))


RULE = Rule(
    id="SW868",
    title="EventBridge may not start its state machine",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html",
    message="the role {found} of {resource} may not start {machine}: it is never started",
    fix=f"Allow {{found}} {_START} on {{machine}}.",
    check=_check,
    wrong=lambda: template(
        serverless(), function(), state_machine(TimeoutSeconds=300), starting_rule(action="states:DescribeExecution")
    ),
    right=lambda: template(serverless(), function(), state_machine(TimeoutSeconds=300), starting_rule()),
)
