"""EventBridge takes a rule on any name of an event, and compares it letter by letter. On a name that SageMaker never
sends it waits for ever, without an error. There is no event of an inference component.
"""

from collections.abc import Iterator

from sagewire.event_types import ENDPOINT_STATE_CHANGE
from sagewire.validator.graph import Graph
from sagewire.validator.messages.sagemaker_events import listeners, meant, of_component
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import hears
from sagewire.validator.severity import Severity

_OF_CALLS = "AWS API Call via CloudTrail (eventName: UpdateInferenceComponent, ...)"


def _check(graph: Graph) -> Iterator[Fault]:
    for listener in graph.view(listeners):
        for name in listener.types:
            text = name.text or ""
            instead = _OF_CALLS if of_component(text) else meant(text)
            if instead is not None:
                yield fault(name, instead=instead)


RULE = Rule(
    id="SW722",
    title="rule on an event that SageMaker never sends",
    severity=Severity.WARNING,
    why=__doc__,
    message="waits for {found!r}, which SageMaker never sends",
    fix="Take {instead}.",
    source="https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-sagemaker.html",
    check=_check,
    wrong=lambda: template(hears("SageMaker Endpoint Status Change", None)),
    right=lambda: template(hears(ENDPOINT_STATE_CHANGE, None)),
)
