"""Unless an event source asks for the failed messages of a batch, one bad message brings back all of them: the
endpoint is asked again for those that were answered already, and in the end good messages are in the dead-letter
queue with the bad one. Looks at queues of functions that are part of inference.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.naming import wholly_listed
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_REPORTS = "ReportBatchItemFailures"


def _check(graph: Graph) -> Iterator[Fault]:
    for read in graph.view(Inference).mappings:
        types = read["FunctionResponseTypes"]
        named = [listed.text for listed in types.listed]
        if read.fifo is None or read.batch is None or read.batch <= 1 or not wholly_listed(types):
            continue
        if _REPORTS not in named:
            yield fault(types, read.batch)


RULE = Rule(
    id="SW805",
    title="one bad message brings back its whole batch",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html",
    message="batches of up to {found} messages fail together: the event source does not ask which of them failed",
    fix="Set FunctionResponseTypes to [ReportBatchItemFailures] and return batchItemFailures, or set BatchSize to 1.",
    check=_check,
    wrong=lambda: template(serverless(), function(), queue(), mapping(FunctionResponseTypes=None)),
    right=lambda: template(serverless(), function(), queue(), mapping()),
)
