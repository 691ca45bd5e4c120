"""A rule is explained with what is wrong in its own example, and what puts it right."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import yaml

from sagewire.limits import Choice, Limit
from sagewire.validator.explain import difference, explain
from sagewire.validator.graph import Graph
from sagewire.validator.reading.yaml_text import load
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/limits.html"
LIMIT = Limit(value=61, unit="s", what="a function's patience", source=PAGE, checked=date(2026, 11, 2))


def _check(graph: Graph) -> Iterator[Fault]:
    for asked in graph.invokers:
        if asked.timeout is not None and asked.timeout < LIMIT.value:
            yield fault(asked["Timeout"])


RULE = Rule(
    id="SW199",
    title="function is impatient",
    severity=Severity.WARNING,
    why="A function that is impatient\nends before its time.\n",
    limit=LIMIT,
    message="timeout is {found} s; patience begins at {limit}",
    fix="Wait for {limit}.",
    check=_check,
    wrong=lambda: template(serverless(), function(Timeout=60)),
    right=lambda: template(serverless(), function(Timeout=61)),
)


def test_a_page_says_where_its_example_is_worse_than_the_rule() -> None:
    worse = replace(RULE, check=lambda graph: [fault(graph.functions[0].resource, "it", severity=Severity.ERROR)])
    page = explain(worse)
    assert "\n*warning*, in the example below *error*\n" in page
    assert "\nIn `Function`, found: it; allowed: 61 s.\n" in page


def test_the_whole_page_is_fit_to_be_read() -> None:
    assert (
        explain(RULE)
        == """\
# SW199: function is impatient

*warning*

A function that is impatient ends before its time.

**Limit**: 61 s (a function's patience); hard; checked on 2026-11-02.

**Message**: timeout is 60 s; patience begins at 61 s

**Fix**: Wait for 61 s.

**Source**: <https://docs.aws.amazon.com/lambda/latest/dg/limits.html>

## Example

In `Function`, at `Properties/Timeout`, found: 60; allowed: 61 s.

```diff
 Resources:
   Function:
     Type: AWS::Lambda::Function
     Properties:
-      Timeout: 60
+      Timeout: 61
```

## Leave it as it is

With a reason, a finding is acknowledged: in CDK for a construct and everything below it,

```python
from aws_cdk import Acknowledgment, Validations

Validations.of(construct).acknowledge(Acknowledgment(id="sagewire::SW199", reason="2026-11-01: why it may stay"))
```

in a template for one resource, or at its top level for all of them:

```yaml
Metadata:
  sagewire:
    acknowledge:
      - id: SW199
        reason: why it may stay
        since: 2026-11-01
```
"""
    )


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (replace(LIMIT, minimum=1), "1 to 61 s (a function's patience); hard; checked on 2026-11-02."),
        (replace(LIMIT, value=6_291_456, unit="B"), "6,291,456 B (a function's patience); hard; "),
        (replace(LIMIT, adjustable="quota"), "61 s (a function's patience); adjustable: AWS may grant more; checked "),
        (replace(LIMIT, adjustable="L-B99A9384"), "adjustable: AWS may grant more (quota L-B99A9384); checked "),
        (
            Choice(values=(1024, 2048), what="sizes", source=PAGE, checked=date(2026, 11, 3)),
            "1024, 2048 (sizes); checked on 2026-11-03.",
        ),
    ],
)
def test_the_limit_says_its_unit_whether_it_moves_and_when_it_was_read(limit: Limit | Choice, said: str) -> None:
    (line,) = [line for line in explain(replace(RULE, limit=limit)).splitlines() if line.startswith("**Limit**")]
    assert said in line


def test_a_rule_without_a_figure_names_none() -> None:
    assert "**Limit**" not in explain(replace(RULE, limit=None, source=PAGE, message="{found}", fix="Wait."))


def test_a_rule_whose_example_is_not_found_shows_its_message_as_it_is_written() -> None:
    assert "**Message**: timeout is {found} s;" in explain(replace(RULE, wrong=RULE.right))


@pytest.mark.parametrize(
    ("wrong", "right", "shown"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, "-b: 2\n+b: 3"),
        ({"Type": "T", "b": 2}, {"Type": "T"}, " Type: T\n-b: 2"),
        ({}, {"a": {"b": 1}}, "-{}\n+a:\n+  b: 1"),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1}}, " a:\n-  c: 2"),
        ({"a": {"c": 2}}, {"a": {}}, "-a:\n-  c: 2\n+a: {}"),
        ({"a": [1, 2]}, {"a": [1, 3]}, " a:\n-- 2\n+- 3"),
        ({"a": [1]}, {"a": [1, 2]}, " a:\n+- 2"),
        ({"a": [1, 2]}, {"a": []}, "-a:\n-- 1\n-- 2\n+a: []"),
        ({"a": [1, 2, 3]}, {"a": [1, 4]}, " a:\n-- 2\n-- 3\n+- 4"),
        ({"a": [{"Id": "x", "b": 1, "c": 1}]}, {"a": [{"Id": "x", "b": 1, "c": 2}]}, " a:\n - Id: x\n-  c: 1\n+  c: 2"),
        ({"a": {"b": 1}}, {"a": "text"}, "-a:\n-  b: 1\n+a: text"),
        ({"a": "2012-10-17"}, {"a": None}, "-a: '2012-10-17'\n+a: null"),
    ],
)
def test_the_example_shows_what_changes_and_what_it_belongs_to(wrong: Any, right: Any, shown: str) -> None:
    assert difference(wrong, right) == shown


def test_a_long_example_ends_somewhere() -> None:
    lines = difference({}, {f"k{position}": position for position in range(99)}).splitlines()
    assert lines[0] == "-{}"
    assert (len(lines), lines[-1]) == (51, "  ... and 50 lines more")


def test_what_stands_in_several_places_is_written_out_in_each() -> None:
    both = {"x": 1}
    assert difference({}, {"a": both, "b": both}) == "-{}\n+a:\n+  x: 1\n+b:\n+  x: 1"


def test_the_acknowledgement_of_the_page_is_one() -> None:
    block = explain(RULE).partition("```yaml\n")[2].partition("```")[0]
    assert load(block)["Metadata"] == {
        "sagewire": {"acknowledge": [{"id": "SW199", "reason": "why it may stay", "since": "2026-11-01"}]}
    }
    assert yaml.safe_load(block)
