"""A message that becomes visible again while the function still works on it is worked on twice, so Lambda refuses to
read a queue whose visibility timeout is shorter than the function's timeout. Looks at every function that reads a
queue.
"""

from collections.abc import Iterator

from sagewire.limits import QUEUE_VISIBILITY_FACTOR
from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_FACTOR = QUEUE_VISIBILITY_FACTOR.value


def _check(graph: Graph) -> Iterator[Fault]:
    for read in graph.mappings:
        # What Lambda compares for managed instances, whose functions may run longer, AWS does not say.
        if read.queue is None or read.function is None or read.function.managed_instances is not False:
            continue
        hidden, timeout = read.queue.visibility, read.function.timeout
        if hidden is not None and timeout is not None and hidden < timeout:
            at = read.queue.resource["VisibilityTimeout"]
            yield fault(
                at,
                hidden,
                limit=f"{figure(timeout)} s",
                timeout=figure(timeout),
                enough=figure(_FACTOR * timeout),
            )


RULE = Rule(
    id="SW801",
    title="queue shows a message again before the function is done with it",
    severity=Severity.ERROR,
    why=__doc__,
    source=QUEUE_VISIBILITY_FACTOR.source,
    message="messages are hidden for {found} s; the function that reads them may take {timeout} s",
    fix=f"Set VisibilityTimeout to {{enough}}, {_FACTOR} timeouts, or let the function end earlier.",
    check=_check,
    wrong=lambda: template(serverless(), function(), queue(VisibilityTimeout=299), mapping()),
    right=lambda: template(serverless(), function(), queue(VisibilityTimeout=1800), mapping()),
)
