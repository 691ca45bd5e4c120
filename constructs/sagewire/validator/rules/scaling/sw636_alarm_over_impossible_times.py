"""CloudWatch takes periods of 10, 20, 30 and any multiple of 60 seconds, looks back over a day at most, or over seven
days in periods of an hour or more, and asks for no more points than it looks at. It refuses another alarm ("must be
less than or equal to EvaluationPeriods"), and the stack rolls back. Looks at alarms about inference.
"""

from collections.abc import Iterator

from sagewire.limits import ALARM_SPAN, ALARM_SPAN_OF_SHORT_PERIODS
from sagewire.limits.sources import ALARM
from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.metrics.inference_alarms import inference_alarms
from sagewire.validator.objection import Objection
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import alarm
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource

_SHORT, _MINUTE, _HOUR = (10, 20, 30), 60, 3600


def _check(graph: Graph) -> Iterator[Fault]:
    for watching in graph.view(inference_alarms):
        for look in (_period, _span, _points):
            refusal = look(watching)
            if refusal is not None:
                yield fault(refusal.at, name=refusal.at.name, reason=refusal.reason, remedy=refusal.remedy)


def _period(alarm: Resource) -> Objection | None:
    period = alarm["Period"]
    if period.number is None or period.number in _SHORT or (period.number > 0 and period.number % _MINUTE == 0):
        return None
    return Objection(period, "which is neither 10, 20, 30 nor a multiple of 60 seconds", "Set Period to 60.")


def _span(alarm: Resource) -> Objection | None:
    """Where it looks back too far."""
    period, periods = alarm["Period"].number, alarm["EvaluationPeriods"]
    if period is None or periods.number is None:
        return None
    seconds, most = period * periods.number, (ALARM_SPAN_OF_SHORT_PERIODS if period < _HOUR else ALARM_SPAN).value
    if seconds <= most:
        return None
    reason = f"and with periods of {figure(period)} seconds it looks back over {figure(seconds)}, above {most:,}"
    return Objection(periods, reason, f"Set EvaluationPeriods to {figure(most // period)} or less, or another Period.")


def _points(alarm: Resource) -> Objection | None:
    points, periods = alarm["DatapointsToAlarm"], alarm["EvaluationPeriods"].number
    if points.number is None or periods is None or points.number <= periods:
        return None
    return Objection(points, f"above EvaluationPeriods, {figure(periods)}", f"Set it to {figure(periods)} or less.")


RULE = Rule(
    id="SW636",
    title="alarm over times that CloudWatch does not take",
    severity=Severity.ERROR,
    why=__doc__,
    message="{name} of {resource} is {found}, {reason}: CloudWatch refuses it",
    fix="{remedy}",
    source=ALARM,
    check=_check,
    wrong=lambda: template(real_time(), alarm("Invocation5XXErrors", EvaluationPeriods=3, DatapointsToAlarm=5)),
    right=lambda: template(real_time(), alarm("Invocation5XXErrors", EvaluationPeriods=5, DatapointsToAlarm=3)),
)
