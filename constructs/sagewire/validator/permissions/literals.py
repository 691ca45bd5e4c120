"""Texts of the templates that nobody should find in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sagewire.validator.graph import Graph
from sagewire.validator.inside import inside
from sagewire.validator.known import Text
from sagewire.validator.value import Value

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
# The keys that AWS's own pages show end in EXAMPLE, and open nothing.
ACCESS_KEY = re.compile(r"(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7][A-Z0-9]{15}(?<!EXAMPLE)(?![A-Za-z0-9])")
# Code that looks for a key, or puts one together, writes how it begins, and nothing of the key after it.
_LINE_ENDS = r"(?:\s|\\r|\\n)*"
_ENCRYPTED = r"Proc-Type: 4,ENCRYPTED"
# What a key is written in is ASN.1, or OpenSSH's own format; what ends in points was left out by somebody.
_MATERIAL = r"(?:M[A-Za-z0-9+/]{15}|b3BlbnNzaC1rZXkt)(?![A-Za-z0-9+/=]*(?:\.{3}|\u2026))"
PRIVATE_KEY = re.compile(rf"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?={_LINE_ENDS}(?:{_MATERIAL}|{_ENCRYPTED}))")


def literals(graph: Graph, pattern: re.Pattern[str], *, marks: Sequence[str]) -> Iterator[tuple[Value, str]]:
    """Each property of a resource in which such a text stands, and the text.

    marks: what stands in each such text, in one of them or another. A template without it need not be evaluated.
    """
    for template in graph.assembly.templates:
        written = template.written
        if written is not None and not any(mark in written for mark in marks):
            continue
        for resource in template.resources.values():
            if not resource.dropped:
                yield from _found_in(resource.properties, pattern)


def _found_in(properties: Value, pattern: re.Pattern[str]) -> Iterator[tuple[Value, str]]:
    for value in inside(properties):
        content = value.content
        known = content.parts if isinstance(content, Text) else [content]
        found = next((match for part in known if isinstance(part, str) and (match := pattern.search(part))), None)
        if found:
            yield value, found[0]
