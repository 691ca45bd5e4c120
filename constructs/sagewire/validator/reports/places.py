"""Where a finding is: its file and line, the place in the resource, and what made it."""

import re
from collections.abc import Mapping
from functools import lru_cache

from sagewire.validator.finding import Finding
from sagewire.validator.reports.words import shown

_KEY = re.compile(r"""^([ \t]*)(["']?)(\w+)\2[ \t]*:""", re.MULTILINE)


def line_of(text: str, logical_id: str) -> int | None:
    """The line on which a resource begins, from 1; None where it is not found."""
    line = _lines(text).get(logical_id)
    if line is not None:
        return line
    # All of the template on one line, or some of it.
    found = re.search(rf"""(["']){re.escape(logical_id)}\1\s*:""", text)
    return text.count("\n", 0, found.start()) + 1 if found else None


def file_and_line(finding: Finding, texts: Mapping[str, str]) -> str:
    """ "a.template.json:12"; the file alone where the resource is not found in it."""
    line = line_of(texts.get(finding.template, ""), finding.resource)
    return shown(finding.template) + (f":{line}" if line else "")


def place_of(finding: Finding, texts: Mapping[str, str]) -> str:
    """ "a.template.json:12: Function Properties/Timeout (Stack/Function/Resource, app.py:7)"."""
    place = f"{file_and_line(finding, texts)}: {shown(finding.resource)} {shown(finding.property)}".rstrip()
    made = ", ".join(shown(words) for words in (finding.construct, finding.line) if words)
    return f"{place} ({made})" if made else place


@lru_cache(maxsize=32)
def _lines(text: str) -> Mapping[str, int]:
    """The lines of the keys below `Resources`; of those of one name, the least indented: the others are properties."""
    keys = [(len(found[1].expandtabs()), found[3], found.start(3)) for found in _KEY.finditer(text)]
    sections = [(indent, start) for indent, name, start in keys if name == "Resources"]
    if not sections:
        return {}
    margin, begin = min(sections)
    nearest: dict[str, tuple[int, int]] = {}
    for indent, name, start in keys:
        if start > begin and indent <= margin:
            break
        if start > begin:
            nearest[name] = min(nearest.get(name, (indent, start)), (indent, start))
    return {name: text.count("\n", 0, start) + 1 for name, (_, start) in nearest.items()}
