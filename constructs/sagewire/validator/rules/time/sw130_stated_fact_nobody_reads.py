"""Rules reckon with what is stated of models and functions, and say nothing where nothing is. A fact whose name is
mistyped, that is no number, or that stands on another resource is as good as none: what it would have shown stays
hidden, and nothing tells so.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.stated import unread_in


def _check(graph: Graph) -> Iterator[Fault]:
    for resource in graph.assembly.resources:
        if not resource.states_nothing:
            for unread in unread_in(resource):
                name = unread.at.name
                yield fault(unread.at, limit=unread.limit, name=name, why=unread.why, change=unread.fix)


RULE = Rule(
    id="SW130",
    title="stated fact that nobody reads",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-metadata.html",
    message="`{name}` {why}: rules reckon as if it were not stated",
    fix="{change}",
    check=_check,
    wrong=lambda: template(serverless(stated={"latencyMiliseconds": 250})),
    right=lambda: template(serverless(stated={"latencyMilliseconds": 250})),
)
