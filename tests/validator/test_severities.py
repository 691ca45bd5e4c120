"""How bad a finding is: as bad as its rule says, unless the fault itself is worse, or less bad."""

from collections.abc import Iterator

import pytest

from sagewire.validator import Severity
from sagewire.validator.graph import Graph
from sagewire.validator.judge import judge, templates_of
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import queue

QUEUE = template(queue(dead_letters=None))


@pytest.mark.parametrize(
    ("of_fault", "of_finding"),
    [(None, Severity.WARNING), (Severity.ERROR, Severity.ERROR), (Severity.INFO, Severity.INFO)],
)
def test_a_fault_may_be_worse_than_its_rule_or_less_bad(of_fault: Severity | None, of_finding: Severity) -> None:
    def check(graph: Graph) -> Iterator[Fault]:
        for found in graph.queues:
            yield fault(found.resource, severity=of_fault)

    rule = Rule(
        id="SW899",
        title="queue",
        severity=Severity.WARNING,
        why="It is a queue",
        source="https://docs.aws.amazon.com/",
        message="{found}",
        fix="Take it out.",
        check=check,
        wrong=lambda: QUEUE,
        right=dict,
    )
    (finding,) = judge(templates_of({"queue.template.json": QUEUE}), rules=[rule]).findings
    assert finding.severity is of_finding
