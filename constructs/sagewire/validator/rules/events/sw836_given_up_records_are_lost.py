"""Lambda skips records of a stream that it has tried often, or for long, enough. Unless the event source has a
destination for failures nothing is kept of them, not even where they stand in the stream. Looks at streams of
functions that are part of inference.
"""

from collections.abc import Iterator

from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import stream
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_BOUNDS = ("MaximumRetryAttempts", "MaximumRecordAgeInSeconds")


def _check(graph: Graph) -> Iterator[Fault]:
    for read in graph.view(Inference).mappings:
        given_up = [(name, read[name].number) for name in _BOUNDS]
        bounds = [f"{name} {figure(bound)}" for name, bound in given_up if bound is not None and bound >= 0]
        failures = read["DestinationConfig"]["OnFailure"]
        if read.reads_stream and bounds and failures.absent:
            yield fault(failures, bounds=" and ".join(bounds))


RULE = Rule(
    id="SW836",
    title="records that are given up are lost",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html",
    message="{bounds}, but no OnFailure destination: records that are given up are skipped without notice",
    fix="Set DestinationConfig.OnFailure to a queue, a topic or a bucket, and let the function's role write to it.",
    check=_check,
    wrong=lambda: template(serverless(), function(), stream(DestinationConfig=None)),
    right=lambda: template(serverless(), function(), stream()),
)
