"""One request of a transform job has 100 MB at most, and all that it may send to an instance at a time have no more
together. SageMaker refuses a job that asks for more, so that the state fails whenever the machine comes to it; no tool
that reads the template says so before.
"""

from collections.abc import Iterator

from sagewire.limits import TRANSFORM_CONCURRENT_PAYLOAD, TRANSFORM_PAYLOAD
from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.graph.transform import all_transforms
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.batch import transform_machine
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for begun in all_transforms(graph):
        payload, at_once = begun.asked["MaxPayloadInMB"], begun.asked["MaxConcurrentTransforms"].number
        if payload.number is None:
            continue
        together = payload.number * (at_once or 1)
        if payload.number > TRANSFORM_PAYLOAD.value:
            what = f"MaxPayloadInMB is {figure(payload.number)}"
        elif together > TRANSFORM_CONCURRENT_PAYLOAD.value:
            what = f"{figure(at_once or 1)} requests of {figure(payload.number)} MB at a time are {figure(together)} MB"
        else:
            continue
        yield fault(begun.place(payload), f"{figure(together)} MB", kind=begun.kind, state=begun.name, what=what)


RULE = Rule(
    id="SW554",
    title="transform job sends too much at a time",
    severity=Severity.ERROR,
    why=__doc__,
    limit=TRANSFORM_CONCURRENT_PAYLOAD,
    message="the {kind} {state} asks for more than {limit} at a time, which SageMaker refuses: {what}",
    fix="Lower MaxPayloadInMB or MaxConcurrentTransforms, so that the one times the other is {limit} or less.",
    check=_check,
    wrong=lambda: template(transform_machine(MaxPayloadInMB=26)),
    right=lambda: template(transform_machine(MaxPayloadInMB=25)),
)
