"""Where a finding is: its file and line, the place in the resource, and what made it."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache

from sagewire.validator.finding import Finding
from sagewire.validator.reports.words import shown

_KEY = re.compile(r"""^([ \t]*)(["']?)(\w+)\2[ \t]*:""", re.MULTILINE)
# Each begins where another ends: what looks like one between two texts must hide none.
_QUOTED = re.compile(r"""(["'])(?=([^"'\\\n]+)\1\s*:)""")


def line_of(text: str, logical_id: str) -> int | None:
    """The line on which a resource begins, from 1; None where it is not found."""
    line = _lines(text).get(logical_id)
    # All of the template may stand on one line, or some of it.
    return _quoted(text).get(logical_id) if line is None else line


def template_line(finding: Finding, texts: Mapping[str, str]) -> int | None:
    """The line on which the resource begins, or what SAM makes it of; None where neither is found."""
    text = texts.get(finding.template, "")
    return line_of(text, finding.resource) or line_of(text, finding.origin or finding.resource)


def file_and_line(finding: Finding, texts: Mapping[str, str]) -> str:
    """ "a.template.json:12"; the file alone where the resource is not found in it."""
    line = template_line(finding, texts)
    return shown(finding.template) + (f":{line}" if line else "")


def place_of(finding: Finding, texts: Mapping[str, str]) -> str:
    """ "a.template.json:12: Function Properties/Timeout (Stack/Function/Resource, app.py:7)"."""
    place = f"{file_and_line(finding, texts)}: {shown(finding.resource)} {shown(finding.property)}".rstrip()
    origin = None if finding.origin in (None, finding.resource) else f"which SAM makes of {finding.origin}"
    made = ", ".join(shown(words) for words in (origin, finding.construct, finding.line) if words)
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
    return _numbered(text, {name: start for name, (_, start) in nearest.items()})


@lru_cache(maxsize=32)
def _quoted(text: str) -> Mapping[str, int]:
    """The lines of the names in quotation marks, wherever they stand: of each the first."""
    first: dict[str, int] = {}
    for found in _QUOTED.finditer(text):
        first.setdefault(found[2], found.start())
    return _numbered(text, first)


def _numbered(text: str, starts: Mapping[str, int]) -> Mapping[str, int]:
    """The lines of places in a text, each line of it counted once."""
    ends = [found.start() for found in re.finditer("\n", text)]
    return {name: bisect_left(ends, start) + 1 for name, start in starts.items()}
