"""Not every region has every type of instance: where SageMaker has none to give, the endpoint fails. AWS's price list
says where a type is offered for hosting; it lags behind and has gaps, so that a type may be there: no more than a hint.
"""

from collections.abc import Iterator

from sagewire import instances
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time
from sagewire.validator.serving.hardware import types_of
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for config in graph.configs:
        region = graph.region_of(config.resource)
        if region not in instances.priced():
            continue
        for named in (at for variant in config.all_variants for at in types_of(variant)):
            offered = instances.regions(named.text or "")
            if offered is not None and region not in offered:
                yield fault(named, limit=f"a type of {region}", region=region)


RULE = Rule(
    id="SW414",
    title="instance type is not offered in the region",
    severity=Severity.INFO,
    why=__doc__,
    source="https://aws.amazon.com/sagemaker/ai/pricing/",
    message="AWS's price list has no {found} for hosting in {region}",
    fix="Take a type that the region offers, or acknowledge this once you have seen this one there.",
    check=_check,
    wrong=lambda: template(real_time(variant={"InstanceType": "ml.g5.xlarge"})),
    right=lambda: template(real_time(variant={"InstanceType": "ml.g4dn.xlarge"})),
    region="eu-west-3",
)
