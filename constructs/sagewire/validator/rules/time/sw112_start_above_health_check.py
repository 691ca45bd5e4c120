"""SageMaker gives up on a container that has not answered /ping within the time set for its start, 480 s for a
variant where none is set: the deployment fails, or is rolled back. Part of a start that was stated for a model with
an artifact may be the download of that, which has a time of its own; without one this is an error.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.limits import STARTUP_TIMEOUT
from sagewire.validator.graph import Graph
from sagewire.validator.graph.model import Model
from sagewire.validator.loads.waits import shown
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_SETTING = "ContainerStartupHealthCheckTimeoutInSeconds"


def _starts(graph: Graph) -> Iterator[tuple[Model | None, Value]]:
    for config in graph.configs:
        for variant in config.all_variants:
            if variant.serverless is False:
                yield variant.model, variant[_SETTING]
    for component in graph.components:
        setting = component.resource["Specification"]["StartupParameters"][_SETTING]
        # What holds for a component that sets nothing, AWS does not say.
        if setting.present:
            yield component.model, setting


def _check(graph: Graph) -> Iterator[Fault]:
    for model, setting in _starts(graph):
        start = model.start.number if model else None
        allowed = STARTUP_TIMEOUT.default if setting.absent else setting.number
        if model is not None and start is not None and allowed is not None and start > allowed * 1000:
            severity = None if _downloads(model) else Severity.ERROR
            takes, name = shown(start / 1000), model.resource.logical_id
            limit = f"at least {takes}"
            words: dict[str, Any] = {"start": takes, "model": name, "instead": _instead(start / 1000)}
            yield fault(setting, shown(allowed), limit=limit, severity=severity, **words)


def _instead(start: float) -> str:
    most = STARTUP_TIMEOUT.value
    return f"Set {_SETTING} above {shown(start)}" if start < most else f"Load the model faster: {most} s is the most"


def _downloads(model: Model) -> bool:
    """Whether SageMaker may have something to download before the container starts."""
    artifacts = ("ModelDataUrl", "ModelDataSource", "ModelPackageName", "AdditionalModelDataSources")
    found = (container[name] for container in model.containers for name in artifacts)
    return not model.whole or not all(artifact.absent for artifact in found)


RULE = Rule(
    id="SW112",
    title="container is given too little time to start",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html",
    message="{model} takes {start} to start, as stated; SageMaker gives up on the container after {found}",
    fix="{instead}.",
    check=_check,
    wrong=lambda: template(real_time(stated={"startMilliseconds": 600_000})),
    right=lambda: template(
        real_time(stated={"startMilliseconds": 600_000}, variant={_SETTING: 900}),
    ),
)
