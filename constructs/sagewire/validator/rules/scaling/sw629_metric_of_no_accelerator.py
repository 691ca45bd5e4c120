"""SageMaker publishes the use of GPUs for instances that have some. On an instance without one the metric has nothing
to tell: an alarm on it stays silent, and a policy never scales out.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.graph.alarm import Watch
from sagewire.validator.graph.endpoint import Variant
from sagewire.validator.metrics.watched_metrics import asked_metrics, silent, watched_variant
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import alarm
from sagewire.validator.samples.serving import real_time
from sagewire.validator.serving.hardware import hosts_of, types_of, variant_under
from sagewire.validator.severity import Severity

_OF_GPUS = "GPU"
_WATCHED = alarm("GPUUtilization", Namespace="/aws/sagemaker/Endpoints", Threshold=90)


def _check(graph: Graph) -> Iterator[Fault]:
    for watch in graph.view(asked_metrics):
        of_gpus = (watch.metric.text or "").startswith(_OF_GPUS) and silent(watch) is None
        variant = _variant(watch) if of_gpus else None
        hosts = hosts_of(variant) if variant is not None else ()
        if variant is not None and hosts and not any(host.accelerators for host in hosts):
            types = ", ".join(dict.fromkeys(named.shown for named in types_of(variant)))
            yield fault(watch.metric, types=types, instead=_of_all(watch.metric.text or ""))


def _variant(watch: Watch) -> Variant | None:
    return variant_under(watch.component) if watch.component else watched_variant(watch)


def _of_all(name: str) -> str:
    """The metric that tells the same of what every instance has."""
    return name.replace(f"{_OF_GPUS}Memory", "Memory").replace(_OF_GPUS, "CPU")


RULE = Rule(
    id="SW629",
    title="metric of GPUs on instances without one",
    severity=Severity.WARNING,
    why=__doc__,
    message="looks for {found}, and the instances are {types}, without a GPU: there is nothing to tell",
    fix="Take {instead}, or a type of instance with a GPU.",
    source=f"{SAGEMAKER}/dg/monitoring-cloudwatch.html",
    check=_check,
    wrong=lambda: template(real_time(), _WATCHED),
    right=lambda: template(real_time(variant={"InstanceType": "ml.g5.xlarge"}), _WATCHED),
)
