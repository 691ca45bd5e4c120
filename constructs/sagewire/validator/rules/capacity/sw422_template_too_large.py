"""CloudFormation refuses a template whose body is larger, even from a bucket. Measured is the smallest JSON that says
the same: what is written with indentation is larger still. A template in YAML may be smaller than its JSON, and is
not measured.
"""

import json
from collections.abc import Iterator

from sagewire.limits import TEMPLATE_BODY
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import Resources, template
from sagewire.validator.severity import Severity
from sagewire.validator.template import Template


def _check(graph: Graph) -> Iterator[Fault]:
    for given in graph.assembly.templates:
        size = _size_of(given) if given.name.endswith(".json") else 0
        if size > TEMPLATE_BODY.value and given.resources:
            resources = given.resources.values()
            yield fault(max(resources, key=lambda resource: _size(resource.body)), size)


def _size_of(given: Template) -> int:
    """Bytes as it is written, where that is few enough; reading may have added to the body what is not deployed."""
    if given.text is None:
        return _size(given.body)
    written = len(given.text.encode(errors="replace"))
    return written if written <= TEMPLATE_BODY.value else _size(json.loads(given.text))


def _size(body: object) -> int:
    """Bytes in UTF-8; 0 for what is nested too deeply to be written."""
    try:
        return len(json.dumps(body, separators=(",", ":"), ensure_ascii=False, default=str).encode(errors="replace"))
    except RecursionError:
        return 0


def _large(*more: str) -> Resources:
    """A template that is nearly as large as it may be, and more of its smallest resources."""
    handle = {"Type": "AWS::CloudFormation::WaitConditionHandle"}
    noted = {**handle, "Metadata": {"Note": "." * (TEMPLATE_BODY.value - 300)}}
    return {"Large": noted, **{logical_id: dict(handle) for logical_id in ("First", "Second", *more)}}


RULE = Rule(
    id="SW422",
    title="template is too large",
    severity=Severity.ERROR,
    why=__doc__,
    limit=TEMPLATE_BODY,
    message="the template has {found} B without white space, of which {resource} takes the most; {limit} at most",
    fix="Divide the stack in two, or move a part of it into a nested stack.",
    check=_check,
    wrong=lambda: template(_large("Third")),
    right=lambda: template(_large()),
)
