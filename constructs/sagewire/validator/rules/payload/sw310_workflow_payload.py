"""Step Functions hands no larger input to a state, and takes no larger result from one: the execution fails with
States.DataLimitExceeded, after the model has worked if it is the result. It is a warning, since a state may
carry where a request, or a result, lies; it is an error where `eventBytes` states what comes.
"""

from collections.abc import Iterator

from sagewire.limits import WORKFLOW_PAYLOAD
from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import STATE_MACHINE
from sagewire.validator.loads.payloads import certainty, exchanged, once, paths_by
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import state_machine
from sagewire.validator.severity import Severity

_MOST = WORKFLOW_PAYLOAD.value


def _check(graph: Graph) -> Iterator[Fault]:
    return once(_found(graph))


def _found(graph: Graph) -> Iterator[Fault]:
    for path, way in paths_by(graph, STATE_MACHINE):
        for what, size in exchanged(path):
            if size.number is not None and size.number > _MOST:
                words = {"what": what, "machine": way.resource.logical_id}
                yield fault(size, size.number, path=path, severity=certainty(path, size), **words)


RULE = Rule(
    id="SW310",
    title="larger than a state machine carries",
    severity=Severity.WARNING,
    why=__doc__,
    limit=WORKFLOW_PAYLOAD,
    message="{what} have {found} B, as stated; a state of {machine} carries {limit}",
    fix="Keep what is asked and answered in S3, and pass on where it lies.",
    check=_check,
    wrong=lambda: template(serverless(), function(stated={"responseBytes": _MOST + 1}), state_machine()),
    right=lambda: template(serverless(), function(stated={"responseBytes": _MOST}), state_machine()),
)
