"""A rule as a page: what is wrong, why it matters, and how to put it right."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from itertools import takewhile
from typing import Any, TypeVar

import yaml

from sagewire.limits import Choice, Limit
from sagewire.validator.finding import Finding
from sagewire.validator.judge import judge
from sagewire.validator.rule import Rule
from sagewire.validator.template import Template

# Lines around a change, where what two templates have in common is left out already; and of an example.
_CONTEXT = 12
_MOST = 50
_Whole = TypeVar("_Whole", dict[str, Any], list[Any])
# What tells a reader which of several things is meant.
_KEPT = ("Type", "VariantName", "Id")


def explain(rule: Rule) -> str:
    """The page of a rule, in Markdown."""
    return "\n\n".join(_sections(rule)) + "\n"


def _sections(rule: Rule) -> Iterator[str]:
    finding = _example(rule)
    yield f"# {rule.id}: {rule.title}"
    other = f", in the example below *{finding.severity}*" if finding and finding.severity != rule.severity else ""
    yield f"*{rule.severity}*{other}"
    if rule.why:
        yield " ".join(rule.why.split())
    if rule.limit is not None:
        yield f"**Limit**: {_limit(rule.limit)}."
    yield f"**Message**: {finding.message if finding else rule.message}"
    yield f"**Fix**: {finding.fix if finding else rule.fix}"
    yield f"**Source**: <{rule.page}>"
    yield "## Example"
    if finding is not None:
        yield found_at(finding)
    yield f"```diff\n{difference(rule.wrong(), rule.right())}\n```"
    yield "## Leave it as it is"
    yield "With a reason, a finding is acknowledged: in CDK for a construct and everything below it,"
    yield _in_cdk(rule)
    yield "in a template for one resource, or at its top level for all of them:"
    yield _in_template(rule)


def difference(wrong: Any, right: Any) -> str:
    """What has to change: - in the template that breaks the rule, + in the one that does not."""
    left, right = _apart(wrong, right)
    told = unified_diff(_yaml(left), _yaml(right), n=_CONTEXT, lineterm="")
    lines = [line for line in told if not line.startswith(("---", "+++", "@@"))]
    left_out = [f"  ... and {len(lines) - _MOST} lines more"] if len(lines) > _MOST else []
    return "\n".join(lines[:_MOST] + left_out)


def found_at(finding: Finding) -> str:
    """Where something is found, what it is, and what is allowed."""
    place = f"`{finding.resource}`" + (f", at `{finding.property}`" if finding.property else "")
    allowed = f"; allowed: {finding.limit}" if finding.limit else ""
    return f"In {place}, found: {finding.found}{allowed}."


def _example(rule: Rule) -> Finding | None:
    """What is found in the rule's own wrong template."""
    template = Template("template.json", rule.wrong(), region=rule.region)
    return next(iter(judge([template], region=rule.region, rules=[rule]).findings), None)


def _limit(limit: Limit | Choice) -> str:
    checked = f"checked on {limit.checked.isoformat()}"
    if isinstance(limit, Choice):
        return f"{', '.join(map(str, limit.values))} ({limit.what}); {checked}"
    least = f"{limit.minimum:,} to " if limit.minimum is not None else ""
    raised = "hard" if limit.adjustable is None else "adjustable: AWS may grant more"
    code = f" (quota {limit.adjustable})" if limit.adjustable not in (None, "quota") else ""
    return f"{least}{limit.value:,} {limit.unit} ({limit.what}); {raised}{code}; {checked}"


def _in_cdk(rule: Rule) -> str:
    return (
        "```python\n"
        "from aws_cdk import Acknowledgment, Validations\n\n"
        "Validations.of(construct).acknowledge("
        f'Acknowledgment(id="sagewire::{rule.id}", reason="2026-11-01: why it may stay"))\n'
        "```"
    )


def _in_template(rule: Rule) -> str:
    return (
        "```yaml\n"
        "Metadata:\n"
        "  sagewire:\n"
        "    acknowledge:\n"
        f"      - id: {rule.id}\n"
        "        reason: why it may stay\n"
        "        since: 2026-11-01\n"
        "```"
    )


def _apart(left: Any, right: Any) -> tuple[Any, Any]:
    """Both sides without what they have in common, but for what names a thing."""
    if isinstance(left, dict) and isinstance(right, dict):
        kept = [key for key in {**left, **right} if left.get(key) != right.get(key) or key in _KEPT]
        both = {key: _apart(left[key], right[key]) for key in kept if key in left and key in right}
        return (
            {key: both[key][0] if key in both else left[key] for key in kept if key in left} or _rest_of(left),
            {key: both[key][1] if key in both else right[key] for key in kept if key in right} or _rest_of(right),
        )
    if isinstance(left, list) and isinstance(right, list):
        if len(left) != len(right):
            alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))
            return left[alike:] or _rest_of(left), right[alike:] or _rest_of(right)
        items = [_apart(one, other) for one, other in zip(left, right, strict=True) if one != other]
        return [one for one, _ in items], [other for _, other in items]
    return left, right


class _Rest:
    """What stands there besides, of which nothing has to change."""


def _rest_of(whole: _Whole) -> _Rest | _Whole:
    return _Rest() if whole else whole


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


_Dumper.add_representer(_Rest, lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


def _yaml(value: Any) -> list[str]:
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, width=10_000).splitlines()
