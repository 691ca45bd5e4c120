"""A transform job gives one request an hour at most. SageMaker refuses a job that asks for more, so that the state
fails whenever the machine comes to it; no tool that reads the template says so before.
"""

from collections.abc import Iterator

from sagewire.limits import TRANSFORM_TIMEOUT
from sagewire.validator.graph import Graph
from sagewire.validator.graph.transform import all_transforms
from sagewire.validator.loads.waits import shown
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.batch import transform_machine
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for begun in all_transforms(graph):
        given = begun.asked["ModelClientConfig"]["InvocationsTimeoutInSeconds"]
        if given.number is not None and given.number > TRANSFORM_TIMEOUT.value:
            yield fault(begun.place(given), shown(given.number), kind=begun.kind, state=begun.name)


RULE = Rule(
    id="SW131",
    title="transform job gives a request too long",
    severity=Severity.ERROR,
    why=__doc__,
    limit=TRANSFORM_TIMEOUT,
    message="the {kind} {state} gives one request {found} (InvocationsTimeoutInSeconds); SageMaker takes"
    " {limit} at most",
    fix="Set InvocationsTimeoutInSeconds to {limit} or less, and send less in one request (MaxPayloadInMB,"
    " BatchStrategy) if that is too short.",
    check=_check,
    wrong=lambda: template(transform_machine(ModelClientConfig={"InvocationsTimeoutInSeconds": 3601})),
    right=lambda: template(transform_machine(ModelClientConfig={"InvocationsTimeoutInSeconds": 3600})),
)
