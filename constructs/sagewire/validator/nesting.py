"""Which of the templates at hand is that of a nested stack, as far as its address tells."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sagewire.validator.resource import Resource
    from sagewire.validator.template import Template

# What a file is called whatever is in it, so that two of one name have nothing to do with one another.
_ANY = re.compile(
    r"(aws|sam|cfn|cft|cdk|cloud-?formation|serverless|nested|main|root|master|parent|app|application|base|common|default"
    r"|deploy|deployment|index|infra|infrastructure|output|packaged|resources?|service|setup|stacks?|templates?"
    r"|[-_.\d])+",
    re.IGNORECASE,
)
# From here on a text is the part of an address that tells a place in a bucket.
_HOST = re.compile(r"[a-z][a-z0-9+.-]*://[^/]*/", re.IGNORECASE)


class _Address(NamedTuple):
    """Where a stack's template is. beside: whether it is told by the way there from the stack's own file."""

    path: str
    beside: bool

    @property
    def file(self) -> str:
        return posixpath.basename(self.path)


class Files:
    """Templates by what their files are called."""

    def __init__(self, templates: Iterable[Template]) -> None:
        self._called: defaultdict[str, list[Template]] = defaultdict(list)
        for template in templates:
            self._called[posixpath.basename(template.name)].append(template)

    def of(self, stack: Resource) -> Template | None:
        """The template of a nested stack; None where it is not among them, or it is not sure which it is."""
        asset, address = _asset_of(stack), _address_of(stack)
        if asset is not None:
            return self._beside(stack, asset) or self._elsewhere(stack, asset)
        if address is None:
            return None
        return self._beside(stack, address) if address.beside else self._elsewhere(stack, address)

    def _named(self, stack: Resource, address: _Address) -> Sequence[Template]:
        return [template for template in self._called.get(address.file, ()) if template is not stack.template]

    def _beside(self, stack: Resource, address: _Address) -> Template | None:
        path = posixpath.normpath(posixpath.join(stack.template.folder, address.path))
        return _only([each for each in self._named(stack, address) if posixpath.normpath(each.name) == path])

    def _elsewhere(self, stack: Resource, address: _Address) -> Template | None:
        """By the folder and the file, as they stand in a bucket too; else by a name that no other file has."""
        named = self._named(stack, address)
        alike = [each for each in named if _end(each.name) == _end(address.path)] if "/" in address.path else []
        if alike:
            return _only(alike) or _only(_in_folder(alike, stack))
        if _ANY.fullmatch(address.file.partition(".")[0]):
            return None
        return _only(named) or _only(_in_folder(named, stack))


def _asset_of(stack: Resource) -> _Address | None:
    """The file that CDK notes."""
    metadata = stack.body.get("Metadata")
    asset = metadata.get("aws:asset:path") if isinstance(metadata, dict) else None
    return _Address(asset, beside=True) if isinstance(asset, str) else None


def _address_of(stack: Resource) -> _Address | None:
    """As it is written, unevaluated: what parameters say hangs on who is nested in whom."""
    properties = stack.body.get("Properties")
    written = properties.get("TemplateURL") if isinstance(properties, dict) else None
    made = written.get("Fn::Sub") if isinstance(written, dict) else None
    text = made if written is None or isinstance(written, dict) else written
    if not isinstance(text, str):
        return None
    text = text.partition("?")[0]
    path = _HOST.sub("", text, count=1)
    return _Address(path, beside=made is None and path == text)


def _end(path: str) -> tuple[str, str]:
    """The folder and the file."""
    folder, file = posixpath.split(path)
    return posixpath.basename(folder), file


def _in_folder(templates: Iterable[Template], stack: Resource) -> list[Template]:
    return [template for template in templates if template.folder == stack.template.folder]


def _only(templates: Sequence[Template]) -> Template | None:
    return templates[0] if len(templates) == 1 else None
