"""SageMaker's names of instance types begin with `ml.`, unlike EC2's, and are written in small letters. Any other is
refused, when the endpoint's configuration is created.
"""

from collections.abc import Iterator

from sagewire import instances
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time
from sagewire.validator.serving.hardware import types_in
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for named in types_in(graph):
        if named.text and instances.FORM.fullmatch(named.text) is None:
            yield fault(named, limit="ml., a family, a size")


RULE = Rule(
    id="SW425",
    title="instance type is not written as SageMaker's",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html",
    message="{found} is no instance type of SageMaker's, which is written as {limit}",
    fix="Write it as SageMaker does, such as ml.m5.large.",
    check=_check,
    wrong=lambda: template(real_time(variant={"InstanceType": "m5.large"})),
    right=lambda: template(real_time(variant={"InstanceType": "ml.m5.large"})),
)
