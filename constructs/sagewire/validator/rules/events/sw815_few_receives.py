"""A receive counts also when the function was throttled and never saw the message. With few receives a busy minute
moves good messages to the dead-letter queue. Looks at queues of functions that are part of inference.
"""

from collections.abc import Iterator

from sagewire.limits import QUEUE_RECEIVES
from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import att, template
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_LEAST = QUEUE_RECEIVES.minimum or 1


def _check(graph: Graph) -> Iterator[Fault]:
    for read in graph.view(Inference).queues:
        receives = read.receives.number
        if receives is not None and receives < _LEAST:
            yield fault(read.receives, receives, limit=_LEAST)


def _received(times: int) -> dict[str, object]:
    redrive = {"deadLetterTargetArn": att("DeadLetters", "Arn"), "maxReceiveCount": times}
    return template(serverless(), function(), queue(RedrivePolicy=redrive), mapping())


RULE = Rule(
    id="SW815",
    title="queue gives up messages after few receives",
    severity=Severity.WARNING,
    why=__doc__,
    source=QUEUE_RECEIVES.source,
    message="given up after {found} receives, and those of a throttled function count; AWS advises {limit} at least",
    fix="Set maxReceiveCount to {limit} or more.",
    check=_check,
    wrong=lambda: _received(4),
    right=lambda: _received(5),
)
