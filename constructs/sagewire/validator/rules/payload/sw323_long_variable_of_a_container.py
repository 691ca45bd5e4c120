"""SageMaker refuses a container whose variable has a longer name or a longer value, in bytes: a letter outside of ASCII
is two to four. CloudFormation's schema does not look at them, so that the deployment fails where the model is made.
"""

from collections.abc import Iterator

from sagewire.limits import MODEL_ENVIRONMENT_LENGTH
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import model
from sagewire.validator.serving.environments import bytes_in, known
from sagewire.validator.severity import Severity

_MOST = MODEL_ENVIRONMENT_LENGTH.value


def _check(graph: Graph) -> Iterator[Fault]:
    for each in graph.models:
        for container in each.containers:
            for name, value in container["Environment"].entries.items():
                length = max(bytes_in(name), bytes_in(known(value)))
                if length > _MOST:
                    yield fault(value, length, variable=name[:40])


RULE = Rule(
    id="SW323",
    title="variable of a container is too long",
    severity=Severity.ERROR,
    why=__doc__,
    limit=MODEL_ENVIRONMENT_LENGTH,
    message="the name or the value of {variable} has {found} B; a container's variable may have {limit} in each",
    fix="Put the setting into a file of the artifact or of the image.",
    check=_check,
    wrong=lambda: template(model(container={"Environment": {"PROMPT": "a" * (_MOST + 1)}})),
    right=lambda: template(model(container={"Environment": {"PROMPT": "a" * _MOST}})),
)
