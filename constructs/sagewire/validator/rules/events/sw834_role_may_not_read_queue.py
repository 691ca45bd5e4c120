"""Lambda receives and deletes messages with the function's role, and refuses an event source whose queue that role
may not read; where it may not delete, each message is worked on again and again. Looks at functions whose role, with
all its policies, is in the templates, and at queues without a policy that lets the role in.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.permissions.granted import certainly_lacks
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template, without
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_ACTIONS = ("sqs:ReceiveMessage", "sqs:DeleteMessage")


def _check(graph: Graph) -> Iterator[Fault]:
    for read in graph.mappings:
        role = read.function.role if read.function else None
        if role is None or read.queue is None or not read.certain:
            continue
        lacking = [action for action in _ACTIONS if certainly_lacks(graph, role, action, read.queue.resource)]
        if lacking:
            queue = read.queue.resource.logical_id
            yield fault(read["EventSourceArn"], queue, role=role.resource.logical_id, actions=" and ".join(lacking))


RULE = Rule(
    id="SW834",
    title="function may not read its queue",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    message="the role {role} lacks {actions} on {found}",
    fix="Allow {role} sqs:ReceiveMessage, sqs:DeleteMessage and sqs:GetQueueAttributes on {found}.",
    check=_check,
    wrong=lambda: template(serverless(), function(), queue(), without(mapping(), "MayReadRequests")),
    right=lambda: template(serverless(), function(), queue(), mapping()),
)
