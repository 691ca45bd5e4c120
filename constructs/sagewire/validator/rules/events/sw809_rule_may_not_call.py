"""EventBridge calls a function only if a permission of the function, or a role of the target, lets it. Without one
each event fails, is tried for as long as the retry policy says, and is dropped. A permission on the function does not
count where an alias or a version of it is called, nor the other way round, and one whose SourceArn is that of a bus
never counts. Looks at rules and functions that are both in the templates, and says nothing where code or a nested stack
that is not given may add the permission.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.permissions.callers import may_call
from sagewire.validator.permissions.qualifiers import called_as
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template, without
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for rule in graph.view(Inference).rules:
        for target in rule.targets:
            at = target["Arn"]
            for called in target.functions if target["RoleArn"].absent else ():
                if not may_call(graph, called, "events", rule.resource, at=at):
                    yield fault(at, called_as(called, at))


RULE = Rule(
    id="SW809",
    title="rule may not call its function",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
    message="no permission lets EventBridge call {found} for this rule",
    fix="Add an AWS::Lambda::Permission for events.amazonaws.com on {found}, with the rule's ARN as SourceArn.",
    check=_check,
    wrong=lambda: template(serverless(), function(), without(event_rule(), "RulePermission")),
    right=lambda: template(serverless(), function(), event_rule()),
)
