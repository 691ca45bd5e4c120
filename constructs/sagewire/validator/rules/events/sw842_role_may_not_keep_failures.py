"""Lambda sends what a function failed on to its dead-letter queue or destination, or to that of the stream which it
reads, with the function's role. It refuses a function whose role may not, and loses what it gives up of a stream: a
policy that lets Lambda itself in does not help. Looks at functions whose role, with all its policies, is in the
templates, and at destinations without a policy that lets the role in.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.messages.failures import all_destinations
from sagewire.validator.permissions.granted import certainly_lacks
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template, without
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_SENDS = {
    "AWS::SQS::Queue": "sqs:SendMessage",
    "AWS::SNS::Topic": "sns:Publish",
    "AWS::Lambda::Function": "lambda:InvokeFunction",
    "AWS::Events::EventBus": "events:PutEvents",
}


def _check(graph: Graph) -> Iterator[Fault]:
    for called in graph.functions:
        for at in all_destinations(graph, called):
            target = graph.resource_behind(at, *_SENDS)
            action = _SENDS[target.type] if target else None
            if target and action and called.role and certainly_lacks(graph, called.role, action, target):
                yield fault(at, target.logical_id, role=called.role.resource.logical_id, action=action)


RULE = Rule(
    id="SW842",
    title="function may not send its failures where they are to go",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
    message="the role {role} lacks {action} on {found}",
    fix="Allow {role} {action} on {found}.",
    check=_check,
    wrong=lambda: template(serverless(), function(), without(event_rule(), "MayKeepFailures")),
    right=lambda: template(serverless(), function(), event_rule()),
)
