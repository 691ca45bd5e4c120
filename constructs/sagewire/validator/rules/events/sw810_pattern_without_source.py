"""A pattern that does not ask for the source, or lets all in but a few, matches events of anybody who may put some on
the bus, with whatever detail-type they choose: whoever may publish an event can have a model asked, or an approval
believed. AWS alone can send events whose source begins with "aws.". Looks at rules that ask for SageMaker's events or
call functions of inference.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.messages.event_patterns import lets_in
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

# A source that no pattern asks for by its name.
_ANYBODY = "\N{WHITE QUESTION MARK ORNAMENT}"


def _check(graph: Graph) -> Iterator[Fault]:
    for rule in graph.view(Inference).matching:
        source = rule.pattern["source"]
        if (source.absent and rule.pattern["$or"].absent) or lets_in(source, _ANYBODY):
            yield fault(source, rule.resource.logical_id, asked="no source" if source.absent else "no certain source")


RULE = Rule(
    id="SW810",
    title="rule believes events of anybody",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-patterns-best-practices.html",
    message="the pattern asks for {asked}: whoever may put events on the bus can trigger {found}",
    fix="Ask for the source, such as aws.sagemaker, and for this account: account: [!Ref AWS::AccountId].",
    check=_check,
    wrong=lambda: template(serverless(), function(), event_rule(pattern={"source": None, "account": None})),
    right=lambda: template(serverless(), function(), event_rule()),
)
