"""Each worker of a model server loads the model for itself. Workers that together take more memory than the instance
has are killed while they load, or once requests come: the endpoint fails, or answers with errors under load.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model
from sagewire.validator.serving.hardware import placements
from sagewire.validator.serving.workers import SOURCE, Room, crowded
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    rooms = [Room(model=placed.model, memory=placed.host.memory, name=placed.host.name) for placed in placements(graph)]
    for crowd in crowded(rooms):
        yield fault(crowd.workers, limit=crowd.most, **crowd.words)


_WORKERS = {"Environment": {"SAGEMAKER_MODEL_SERVER_WORKERS": "4"}}
_SERVED = {**config(instance_variant()), **endpoint()}

RULE = Rule(
    id="SW213",
    title="workers take more memory than the instance has",
    severity=Severity.WARNING,
    why=__doc__,
    source=SOURCE,
    message="{found} workers with a model of {each} MiB each, as stated, take {takes} MiB; {type} has {has} MiB in all",
    fix="Set {limit} at most, or take an instance type with more memory.",
    check=_check,
    wrong=lambda: template(model(container=_WORKERS, stated={"memoryMiB": 5000}), _SERVED),
    right=lambda: template(model(container=_WORKERS, stated={"memoryMiB": 4000}), _SERVED),
)
