"""Lambda itself calls a function for an event that came from a rule, a topic, a schedule or a bucket, and tries it
again if the function fails. Then it drops the event, unless the function has a destination for failures or a
dead-letter queue. A dead-letter queue of the rule or the topic does not help: to them the event was delivered. Looks
at functions of inference, but for calls that go by the clock alone, which come again, and for what SW807 tells of.
"""

from collections.abc import Iterator

from sagewire.limits import LAMBDA_EVENT_RETRIES
from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.messages.failures import dropping, keeps_failures
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template, without
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_RETRIES = LAMBDA_EVENT_RETRIES.default


def _check(graph: Graph) -> Iterator[Fault]:
    told = {called for _, called in graph.view(dropping)}
    lost = [way for way in graph.view(Inference).ways if way.asynchronous and not way.comes_again]
    for triggered, way in {way.function: way for way in reversed(lost)}.items():
        if triggered not in told and not keeps_failures(graph, triggered):
            name = way.resource.logical_id
            yield fault(triggered["DeadLetterConfig"], triggered.resource.logical_id, trigger=name, kind=way.kind)


RULE = Rule(
    id="SW811",
    title="events that the function fails on are lost",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
    message=f"{{found}} keeps no event of {{trigger}} ({{kind}}) that it fails on: after {_RETRIES} retries it is lost",
    fix="Add an AWS::Lambda::EventInvokeConfig with an OnFailure destination, or a DeadLetterConfig of the function.",
    check=_check,
    wrong=lambda: template(serverless(), function(), without(event_rule(), "OnFailure")),
    right=lambda: template(serverless(), function(), event_rule()),
)
