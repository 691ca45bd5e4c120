"""The names of endpoints, of configurations, of models and of inference components are each unique in an account and a
region: SageMaker refuses the second one, and the stack rolls back.
"""

from collections import defaultdict
from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import COMPONENT, CONFIG, ENDPOINT
from sagewire.validator.graph.model import MODEL
from sagewire.validator.graph.names import NAMED_BY
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import endpoint, real_time
from sagewire.validator.severity import Severity
from sagewire.validator.symbols import STACK
from sagewire.validator.template import Template

_UNIQUE = (ENDPOINT, CONFIG, MODEL, COMPONENT)


def _check(graph: Graph) -> Iterator[Fault]:
    for kind in _UNIQUE:
        first: defaultdict[Template, dict[str, str]] = defaultdict(dict)
        for resource in graph.of_type(kind):
            name, taken = resource[NAMED_BY[kind]], first[resource.template]
            # What a parameter says, or the stack's own name, is the same wherever it stands in a template.
            called = name.symbol
            if called is None or not resource.certain:
                continue
            if called in taken:
                yield fault(name, called.replace(STACK, "AWS::"), other=taken[called])
            taken.setdefault(called, resource.logical_id)


RULE = Rule(
    id="SW714",
    title="one name twice",
    severity=Severity.ERROR,
    why=__doc__,
    message="{resource} is called {found}, and so is {other}",
    fix="Leave the name out, or give {resource} another one.",
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html",
    check=_check,
    wrong=lambda: template(real_time(), endpoint(EndpointName="ranking"), endpoint("Other", EndpointName="ranking")),
    right=lambda: template(real_time(), endpoint(EndpointName="ranking"), endpoint("Other", EndpointName="other")),
)
