"""The alarm that is to undo a rollout watches another endpoint: it stays silent while this one fails, and stops an
update of this one when the other has trouble.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.alarm import ALARM, Watch, watches_by_alarm
from sagewire.validator.graph.rollout import rollouts_of
from sagewire.validator.metrics.watched_metrics import NAMESPACES
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import NAME, blue_green, rolled_out
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource


def _check(graph: Graph) -> Iterator[Fault]:
    for rollout in graph.view(rollouts_of):
        for named in rollout.alarms.elements if rollout.endpoint else ():
            alarm = graph.resource_behind(named["AlarmName"], ALARM)
            watches = graph.view(watches_by_alarm).get(alarm, ()) if alarm is not None else ()
            others = [_other_endpoint(watch, rollout.resource) for watch in watches]
            # One of several endpoints that an alarm calculates with is watched as well.
            if others and None not in others:
                yield fault(named["AlarmName"], other=others[0], endpoint=rollout.resource.logical_id)


def _other_endpoint(watch: Watch, endpoint: Resource) -> str | None:
    """The endpoint that is watched, where it certainly is not this one."""
    watched, named = (watch.dimensions or {}).get("EndpointName"), endpoint["EndpointName"].text
    if watched is None or watch.namespace not in NAMESPACES:
        return None
    if watch.endpoint is not None:
        return None if watch.endpoint.resource is endpoint else watch.endpoint.resource.logical_id
    return watched.text if named is not None and watched.text != named else None


RULE = Rule(
    id="SW711",
    title="rollout is undone by an alarm on another endpoint",
    severity=Severity.WARNING,
    why=__doc__,
    message="the alarm {found} is to undo updates of {endpoint}, and watches {other}",
    fix="Let {found} watch {endpoint}: dimension EndpointName, by the same fixed name.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html",
    check=_check,
    wrong=lambda: template(real_time(), rolled_out(blue_green(), watched="retrieval")),
    right=lambda: template(real_time(), rolled_out(blue_green(), watched=NAME)),
)
