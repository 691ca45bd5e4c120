"""An alarm needs as many bad minutes as it counts before it goes off. If the rollout waits for less, it is over, and
all traffic is at a model that fails, before anything can undo it.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.alarm import ALARM, watches_by_alarm
from sagewire.validator.graph.rollout import rollouts_of
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import blue_green, errors, rolled_out
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource

_BREACHING = "breaching"


def _check(graph: Graph) -> Iterator[Fault]:
    for rollout in graph.view(rollouts_of):
        alarms = [graph.resource_behind(named["AlarmName"], ALARM) for named in rollout.alarms.elements]
        needed = [_seconds(graph, alarm) for alarm in alarms if alarm is not None]
        wait = rollout.wait.number
        # Of several alarms, one that is in time is enough.
        if wait is None or not needed or len(needed) < len(alarms) or not rollout.alarms.complete:
            continue
        fastest = min((seconds or 0) for seconds in needed)
        if fastest > wait * rollout.waits_at_most:
            yield fault(rollout.wait, limit=f"{fastest:g} s")


def _seconds(graph: Graph, alarm: Resource) -> float | None:
    """How long it takes to go off, at least."""
    counted = alarm["EvaluationPeriods"] if alarm["DatapointsToAlarm"].absent else alarm["DatapointsToAlarm"]
    watches = graph.view(watches_by_alarm).get(alarm, ())
    queried = next((watch.queried for watch in watches if watch.compared and watch.queried is not None), None)
    period = (alarm if queried is None else queried)["Period"].number
    if period is None or counted.number is None or alarm["TreatMissingData"].text == _BREACHING:
        return None
    return period * counted.number


RULE = Rule(
    id="SW716",
    title="rollout is over before its alarm can go off",
    severity=Severity.WARNING,
    why=__doc__,
    message="waits {found} s after a step, and its fastest alarm needs {limit} to go off: nothing undoes it in time",
    fix="Wait for {limit} or more, or let the alarm count fewer periods.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html",
    check=_check,
    wrong=lambda: template(real_time(), rolled_out(blue_green(wait=299)), errors(EvaluationPeriods=5)),
    right=lambda: template(real_time(), rolled_out(blue_green(wait=300)), errors(EvaluationPeriods=5)),
)
