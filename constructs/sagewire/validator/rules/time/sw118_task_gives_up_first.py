"""A state of a state machine gives up at its TimeoutSeconds, and what retries it calls the function again while the
first call still runs: the endpoint is asked twice for one answer. A model that takes longer answers nobody.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.definition import STATE_MACHINE
from sagewire.validator.graph.task import Task, tasks_of
from sagewire.validator.loads.waits import question_of, shown
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import state_machine
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for machine in graph.of_type(STATE_MACHINE):
        for task in tasks_of(graph, machine):
            timeout = task.function.timeout
            if task.function.asks and task.seconds is not None and timeout is not None and task.seconds < timeout:
                yield _fault(graph, task, task.seconds, timeout)


def _fault(graph: Graph, task: Task, seconds: float, timeout: float) -> Fault:
    ways = graph.ways_into.get(task.function, ())
    way = next((way for way in ways if way.resource is task.at.owner), None)
    question = question_of(task.function, way)
    hopeless = question is not None and question.latency is not None and question.latency > seconds
    return fault(
        task.at,
        shown(seconds),
        limit=f"at least {shown(timeout)}",
        path=question.path if question else None,
        severity=Severity.ERROR if hopeless else None,
        state=task.name,
        name=task.function.resource.logical_id,
        timeout=shown(timeout),
    )


RULE = Rule(
    id="SW118",
    title="state machine gives up before the function",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/step-functions/latest/dg/sfn-stuck-execution.html",
    message="the state {state} waits {found}; {name}, which it calls, may run {timeout}",
    fix="Set the state's TimeoutSeconds to {timeout} or more, or let the function end earlier.",
    check=_check,
    wrong=lambda: template(serverless(), function(), state_machine(TimeoutSeconds=60)),
    right=lambda: template(serverless(), function(), state_machine(TimeoutSeconds=300)),
)
