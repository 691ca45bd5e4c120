"""The environments of all containers of a model together have a limit, which none of them need pass alone.
CloudFormation's schema does not add them up, so that the deployment fails where the model is made.
"""

from collections.abc import Iterator

from sagewire.limits import MODEL_ENVIRONMENT_TOTAL
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import model
from sagewire.validator.serving.environments import bytes_of
from sagewire.validator.severity import Severity

_MOST = MODEL_ENVIRONMENT_TOTAL.value


def _check(graph: Graph) -> Iterator[Fault]:
    for each in graph.models:
        environments = [container["Environment"] for container in each.containers]
        size = sum(map(bytes_of, environments))
        if size > _MOST:
            yield fault(max(environments, key=bytes_of), size)


RULE = Rule(
    id="SW324",
    title="environments of a model are too large",
    severity=Severity.ERROR,
    why=__doc__,
    limit=MODEL_ENVIRONMENT_TOTAL,
    message="the environments of {resource} have {found} B, names and values together; a model may have {limit}",
    fix="Put the settings into a file of the artifact or of the image.",
    check=_check,
    wrong=lambda: template(model(container={"Environment": {f"SETTING_{n:02}": "a" * 1000 for n in range(33)}})),
    right=lambda: template(model(container={"Environment": {f"SETTING_{n:02}": "a" * 1000 for n in range(32)}})),
)
