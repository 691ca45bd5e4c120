"""What CDK writes beside a stack's template: who made what, and which findings are acknowledged."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sagewire.validator.construct_paths import upwards

_PATH = "aws:cdk:path"
_ASSET = "aws:asset:path"
_NESTED = re.compile(r"(?P<above>(?:.*/)?)(?P<name>[^/]+)\.NestedStack/(?P=name)\.NestedStackResource")


@dataclass(frozen=True, kw_only=True)
class CdkNotes:
    """The notes on one stack and on those nested in it, by the path of each construct: "Stack/Queue/Resource".

    logical_ids: of what is in a template. files: of the stacks' templates. acknowledged: reasons, by the ids of rules.
    """

    logical_ids: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    acknowledged: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def completed(self, file: str, body: dict[str, Any]) -> dict[str, Any]:
        """A template with the paths that CDK leaves out of it unless its command line runs the app."""
        resources = dict(body["Resources"])
        for logical_id, path in self._paths[file].items():
            resource = resources.get(logical_id)
            metadata = resource.get("Metadata", {}) if isinstance(resource, dict) else None
            if isinstance(resource, dict) and isinstance(metadata, dict):
                resources[logical_id] = {**resource, "Metadata": {**self._facts(path), **metadata}}
        return {**body, "Resources": resources}

    def _facts(self, path: str) -> dict[str, str]:
        nested = _NESTED.fullmatch(path)
        file = self.files.get(nested["above"] + nested["name"]) if nested else None
        return {_PATH: path} | ({_ASSET: file} if file else {})

    @cached_property
    def _paths(self) -> Mapping[str, Mapping[str, str]]:
        """The paths of what is in each template, by logical id: ids of nested stacks may be those of their parents."""
        found: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for path, logical_id in self.logical_ids.items():
            stack = next((above for above in upwards(path) if above in self.files), None)
            if stack is not None:
                found[self.files[stack]][logical_id] = path
        return found


def notes_of(metadata: Mapping[str, Any]) -> CdkNotes:
    """The notes in a stack's metadata, as the manifest or the file that it names has it."""
    logical_ids: dict[str, str] = {}
    files: dict[str, str] = {}
    acknowledged: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for key, entries in metadata.items():
        path = key.strip("/")
        for entry in entries if isinstance(entries, list) else ():
            match entry:
                case {"type": "aws:cdk:logicalId", "data": str() as logical_id}:
                    logical_ids[path] = logical_id
                case {"type": "aws:cdk:templateFile", "data": str() as file}:
                    files[path] = file
                case {"type": "aws:cdk:acknowledged-rules", "data": dict() as reasons}:
                    for rule, reason in reasons.items():
                        given = reason if isinstance(reason, str) else ""
                        acknowledged[path][rule] = given or acknowledged[path].get(rule, "")
    return CdkNotes(logical_ids=logical_ids, files=files, acknowledged=acknowledged)


def nested_files(body: Mapping[str, Any]) -> Iterator[str]:
    """The files of the stacks that a template nests, as CDK names them in it."""
    for resource in body["Resources"].values():
        match resource:
            case {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": str() as file}}:
                yield file
