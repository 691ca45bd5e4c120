"""An asynchronous endpoint keeps what its instances cannot take yet. At the peak rate that is stated, its backlog
grows although all instances that there may become are at work; where the peak lasts, requests are dropped after their
time to live, 6 hours unless set.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.published_metrics import ASYNCHRONOUS
from sagewire.validator.graph import Graph
from sagewire.validator.loads.demand import demands, path_of
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.serving.fleet import most_instances
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for demand in demands(graph):
        config, variants = demand.endpoint.config, demand.endpoint.variants
        if config is None or demand.endpoint.kind != ASYNCHRONOUS or len(variants) != 1:
            continue
        each = config.resource["AsyncInferenceConfig"]["ClientConfig"]["MaxConcurrentInvocationsPerInstance"]
        count = most_instances(graph, demand.endpoint, variants[0])
        if count is not None and each.number is not None and demand.concurrency > count.instances * each.number:
            words: dict[str, Any] = {"said": demand.said, "wanted": demand.at_once, "count": count.said}
            yield fault(each, limit=f"room for {demand.at_once}", path=path_of(graph, demand), **words)


RULE = Rule(
    id="SW411",
    title="backlog of the asynchronous endpoint grows at the peak",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceClientConfig.html",
    message="the stated peak, {said}, is {wanted} at a time; the endpoint has {count} at most,"
    " for {found} at a time each",
    fix="Allow more instances or a higher MaxConcurrentInvocationsPerInstance, or make sure that the peak is short.",
    check=_check,
    wrong=lambda: template(
        asynchronous(stated={"latencyMilliseconds": 10_000}),
        function(action="sagemaker:InvokeEndpointAsync", stated={"peakRate": 1}),
    ),
    right=lambda: template(
        asynchronous(stated={"latencyMilliseconds": 10_000}),
        function(action="sagemaker:InvokeEndpointAsync", stated={"peakRate": 0.8}),
    ),
)
