"""A message of a queue goes to one of its readers. Where two functions read one queue each sees a part of the
messages, whichever it gets; and a filter of one event source deletes what is meant for the other. Looks at queues of
functions that are part of inference.
"""

from collections import defaultdict
from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import Function
from sagewire.validator.graph.queue import Mapping, Queue
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import att, ref, resource, template
from sagewire.validator.samples.invoking import function, grant, mapping, queue
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    readers: defaultdict[Queue, list[tuple[Mapping, Function]]] = defaultdict(list)
    for read in graph.mappings:
        if read.queue is not None and read.function is not None and _reads(read):
            readers[read.queue].append((read, read.function))
    for shared in graph.view(Inference).queues:
        reading = readers[shared]
        others = [read for read, reader in reading if reader is not reading[0][1]]
        if others:
            first = reading[0][1].resource.logical_id
            yield fault(others[0]["EventSourceArn"], shared.resource.logical_id, first=first)


def _reads(read: Mapping) -> bool:
    return read.certain and read.resource.certain and read["Enabled"].flag is not False


def _second(source: str) -> dict[str, dict[str, object]]:
    properties = {
        "EventSourceArn": att(source, "Arn"),
        "FunctionName": ref("Second"),
        "BatchSize": 5,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
    }
    read = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    return {
        **function("Second"),
        **resource("SecondMapping", "AWS::Lambda::EventSourceMapping", properties, {}),
        **grant("SecondMayRead", read, att(source, "Arn"), role="SecondRole"),
    }


RULE = Rule(
    id="SW837",
    title="two functions share the messages of a queue",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html",
    message="{found} is read by {first} too: each message goes to one of the two, whichever asks first",
    fix="Give each function a queue of its own, and send to both by a topic or a rule.",
    check=_check,
    wrong=lambda: template(serverless(), function(), queue(), mapping(), _second("Requests")),
    right=lambda: template(serverless(), function(), queue(), mapping(), queue("Others"), _second("Others")),
)
