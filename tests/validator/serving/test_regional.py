"""Which account and region a resource is in."""

from typing import Any

from sagewire.validator.assembly import Assembly
from sagewire.validator.graph import Graph
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import queue
from sagewire.validator.serving.regional import place_of, together_with
from sagewire.validator.template import Template

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


def test_a_nested_stack_counts_with_the_one_above_it_wherever_that_is() -> None:
    parent = Template("parent.template.json", template({"Child": NESTED}, queue()))
    child = Template("child.nested.template.json", template(queue()))
    other = Template("other.template.json", template(queue()))
    graph = Graph(Assembly([parent, child, other]))
    counted = {together_with(graph, found.resource)[2] for found in graph.queues}
    assert {template.name for template in counted if template} == {"parent.template.json", "other.template.json"}


def test_stacks_of_a_known_account_and_region_count_together() -> None:
    stacks = [
        Template(f"{n}.template.json", template(queue()), account="111111111111", region="eu-west-1") for n in "ab"
    ]
    graph = Graph(Assembly(stacks))
    assert {together_with(graph, found.resource) for found in graph.queues} == {("111111111111", "eu-west-1", None)}
