"""Without a retry policy EventBridge tries an event for a day, up to 185 times. After an outage the endpoint is asked
for predictions that nobody waits for any more, all at once with those of now, or a model is put into service whose
approval is a day old. Looks at targets that are functions of inference, but for those of rules that go by the clock
alone, or hear only what became of endpoints, jobs and pipelines.
"""

from collections.abc import Iterator

from sagewire.event_types import DETAIL_TYPES, MODEL_PACKAGE_STATE_CHANGE
from sagewire.limits import RULE_EVENT_AGE
from sagewire.validator.graph import Graph
from sagewire.validator.graph.event_rule import EventRule
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

# These ask nothing of a model, however late they are.
_NEWS = frozenset(DETAIL_TYPES) - {MODEL_PACKAGE_STATE_CHANGE}


def _check(graph: Graph) -> Iterator[Fault]:
    for target, called in graph.view(Inference).targets:
        if target["RetryPolicy"].absent and not target.rule.pattern.absent and not _hears_news(target.rule):
            yield fault(target["RetryPolicy"], function=called.resource.logical_id)


def _hears_news(rule: EventRule) -> bool:
    types = rule.pattern["detail-type"].elements
    return bool(types) and all(named.text in _NEWS for named in types)


RULE = Rule(
    id="SW808",
    title="rule tries its target for a day",
    severity=Severity.WARNING,
    why=__doc__,
    limit=RULE_EVENT_AGE,
    message="no retry policy: EventBridge hands {function} events that are up to {limit} old",
    fix="Set RetryPolicy.MaximumEventAgeInSeconds to the age at which a prediction is of no use any more.",
    check=_check,
    wrong=lambda: template(serverless(), function(), event_rule(target={"RetryPolicy": None})),
    right=lambda: template(serverless(), function(), event_rule()),
)
