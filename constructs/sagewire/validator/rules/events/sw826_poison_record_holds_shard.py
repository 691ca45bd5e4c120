"""Lambda reads a shard in order, and by default tries a batch that fails until its records expire: one record that
the function cannot deal with holds up all behind it for a day or more, and each try asks the endpoint again. Looks at
streams of functions that are part of inference.
"""

from collections.abc import Iterator

from sagewire.limits import STREAM_RETRIES
from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import stream
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value


def _check(graph: Graph) -> Iterator[Fault]:
    for read in graph.view(Inference).mappings:
        retries, age = read["MaximumRetryAttempts"], read["MaximumRecordAgeInSeconds"]
        if read.reads_stream and _endless(retries) and _endless(age):
            yield fault(retries)


def _endless(bound: Value) -> bool:
    return bound.absent or bound.number == STREAM_RETRIES.default


RULE = Rule(
    id="SW826",
    title="one bad record holds up its shard",
    severity=Severity.WARNING,
    why=__doc__,
    source=STREAM_RETRIES.source,
    message="retries without end ({found}): a record that fails holds up its shard until it expires",
    fix="Set MaximumRetryAttempts, BisectBatchOnFunctionError and an OnFailure destination.",
    check=_check,
    wrong=lambda: template(serverless(), function(), stream(MaximumRetryAttempts=-1)),
    right=lambda: template(serverless(), function(), stream()),
)
