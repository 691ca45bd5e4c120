"""A transform job may set 16 environment variables in the model's container, where the model itself may set 100.
SageMaker refuses a job that sets more, so that the state fails whenever the machine comes to it.
"""

from collections.abc import Iterator

from sagewire.limits import TRANSFORM_ENVIRONMENT_ENTRIES
from sagewire.validator.graph import Graph
from sagewire.validator.graph.transform import all_transforms
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.batch import transform_machine
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for begun in all_transforms(graph):
        environment = begun.asked["Environment"]
        count = len(environment.entries)
        if count > TRANSFORM_ENVIRONMENT_ENTRIES.value:
            yield fault(
                begun.place(environment),
                count,
                kind=begun.kind,
                state=begun.name,
                most=TRANSFORM_ENVIRONMENT_ENTRIES.value,
            )


def _environment(count: int) -> dict[str, str]:
    return {f"SETTING_{number}": "on" for number in range(count)}


RULE = Rule(
    id="SW555",
    title="transform job with too many environment variables",
    severity=Severity.ERROR,
    why=__doc__,
    limit=TRANSFORM_ENVIRONMENT_ENTRIES,
    message="the {kind} {state} sets {found} environment variables; a transform job takes {most}",
    fix="Set those that are the same for every job in the Environment of the model.",
    check=_check,
    wrong=lambda: template(transform_machine(Environment=_environment(17))),
    right=lambda: template(transform_machine(Environment=_environment(16))),
)
