"""SageMaker makes no inference component without a copy: it is scaled down to none afterwards, never made so. A stack
that states 0 works on as an update, and fails where it is deployed anew.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for placed in graph.components:
        if placed.copies.number == 0:
            yield fault(placed.copies)


RULE = Rule(
    id="SW519",
    title="inference component that begins without a copy",
    severity=Severity.WARNING,
    why=__doc__,
    message="{resource} begins with {found} copies, and SageMaker makes none without one",
    fix="Set CopyCount to 1, and let Application Auto Scaling take the copies away when nobody asks.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html",
    check=_check,
    wrong=lambda: template(component_host(), component(copies=0)),
    right=lambda: template(component_host(), component(copies=1)),
)
