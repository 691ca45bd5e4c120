"""Which account and region a resource is in."""

from typing import Any

from sagewire.validator.graph import Graph
from sagewire.validator.regional import place_of
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import queue
from sagewire.validator.template import Assembly, Template

NESTED: dict[str, Any] = {
    "Type": "AWS::CloudFormation::Stack",
    "Metadata": {"aws:asset:path": "child.nested.template.json"},
}


def test_a_nested_stack_is_in_the_account_of_the_one_above_it() -> None:
    parent = Template("parent.template.json", template({"Child": NESTED}), account="111111111111", region="eu-west-1")
    child = Template("child.nested.template.json", template(queue()), region="eu-west-1")
    graph = Graph(Assembly([parent, child]))
    assert {place_of(graph, found.resource) for found in graph.queues} == {("111111111111", "eu-west-1")}


def test_an_account_that_nothing_tells_is_not_known() -> None:
    alone = Template("alone.template.json", template(queue()))
    graph = Graph(Assembly([alone]), region="eu-west-1")
    assert {place_of(graph, found.resource) for found in graph.queues} == {(None, "eu-west-1")}
