"""An inference component names the variant whose instances it is placed on. If the endpoint has none of that name, the
component is refused once the endpoint has come up.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host
from sagewire.validator.serving.served import config_under
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for placed in graph.components:
        config, named = config_under(placed), placed.resource["VariantName"]
        names = [variant.name for variant in config.variants] if config else []
        if named.text is not None and names and None not in names and named.text not in names:
            yield fault(named, limit=", ".join(str(name) for name in names))


RULE = Rule(
    id="SW533",
    title="inference component on a variant that there is not",
    severity=Severity.ERROR,
    why=__doc__,
    message="{resource} is placed on the variant {found}; its endpoint has {limit}",
    fix="Name one of the endpoint's variants: {limit}.",
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceComponent.html",
    check=_check,
    wrong=lambda: template(component_host(), component(VariantName="Blue")),
    right=lambda: template(component_host(), component()),
)
