"""A container has no more variables than this. CloudFormation's schema does not count them, so that the deployment
fails where the model is made.
"""

from collections.abc import Iterator

from sagewire.limits import MODEL_ENVIRONMENT_ENTRIES
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import model
from sagewire.validator.severity import Severity

_MOST = MODEL_ENVIRONMENT_ENTRIES.value


def _check(graph: Graph) -> Iterator[Fault]:
    for each in graph.models:
        for container in each.containers:
            count = len(container["Environment"].entries)
            if count > _MOST:
                yield fault(container["Environment"], count)


RULE = Rule(
    id="SW316",
    title="container has too many variables",
    severity=Severity.ERROR,
    why=__doc__,
    limit=MODEL_ENVIRONMENT_ENTRIES,
    message=f"a container of {{resource}} has {{found}} variables; it may have {_MOST}",
    fix="Put the settings into a file of the artifact or of the image.",
    check=_check,
    wrong=lambda: template(model(container={"Environment": {f"SETTING_{n}": "on" for n in range(_MOST + 1)}})),
    right=lambda: template(model(container={"Environment": {f"SETTING_{n}": "on" for n in range(_MOST)}})),
)
