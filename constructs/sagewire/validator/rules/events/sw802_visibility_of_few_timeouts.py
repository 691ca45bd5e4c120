"""Lambda tries a batch again that it could not hand over, for instance because the function was throttled, and
messages stay hidden meanwhile. Where they are hidden for less than six timeouts, they come back while the first try
still runs: the endpoint is asked twice, and the second receive counts towards the dead-letter queue. Where only the
seconds of the batching window are missing, nothing is said. Looks at queues of functions that are part of inference.
"""

from collections.abc import Iterator

from sagewire.limits import QUEUE_VISIBILITY_FACTOR
from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_FACTOR = QUEUE_VISIBILITY_FACTOR.value


def _check(graph: Graph) -> Iterator[Fault]:
    for read in graph.view(Inference).mappings:
        if read.queue is None or read.function is None:
            continue
        hidden, timeout = read.queue.visibility, read.function.timeout
        if hidden is None or timeout is None or read.window is None:
            continue
        needed = _FACTOR * timeout + read.window
        if timeout <= hidden < _FACTOR * timeout:
            at = read.queue.resource["VisibilityTimeout"]
            window = f" and a batching window of {figure(read.window)} s" if read.window else ""
            yield fault(at, hidden, limit=f"{figure(needed)} s", factor=_FACTOR, timeout=figure(timeout), window=window)


RULE = Rule(
    id="SW802",
    title="queue hides messages for less than six timeouts",
    severity=Severity.WARNING,
    why=__doc__,
    source=QUEUE_VISIBILITY_FACTOR.source,
    message="hidden for {found} s; {factor} timeouts of {timeout} s{window} are {limit}",
    fix="Set the queue's VisibilityTimeout to {limit}, or make the function's timeout shorter.",
    check=_check,
    wrong=lambda: template(serverless(), function(), queue(VisibilityTimeout=1799), mapping()),
    right=lambda: template(serverless(), function(), queue(VisibilityTimeout=1800), mapping()),
)
