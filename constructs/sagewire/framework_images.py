"""AWS's own inference images, looked up offline in what sagemaker-core publishes; data/images.json has its version."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("data") / "images.json"
# An image of this kind is the same for every processor.
_ANY = "any"
_UNACCELERATED = ("cpu", "graviton", _ANY)


@dataclass(frozen=True, kw_only=True)
class FrameworkImage:
    """One image of AWS's: its repository, its tag, and the account that holds it in each region.

    registries_name: tells apart the accounts of one framework's images where they differ between versions.
    accelerated: whether it is for GPUs or Neuron.
    """

    repository: str
    tag: str
    registries: Mapping[str, str]
    registries_name: str
    accelerated: bool


def find(
    framework: str,
    version: str,
    *,
    processor: str | None = None,
    base_framework: str | None = None,
    python: str | None = None,
) -> FrameworkImage:
    """Find the image of a framework.

    Args:
        framework: As the SDK calls it: "sklearn", "pytorch", "huggingface-llm".
        version: A version, or a part of one that the SDK takes: "2.6.0" or "2.6".
        processor: "cpu", "gpu", "graviton", "neuron"…; None takes the CPU's, or the only one.
        base_framework: Where a version is published for several: "pytorch2.6"; None takes the only one.
        python: "py312"; None takes the newest.

    Raises:
        ValueError: For what AWS publishes no image for, or where one of several must be named.
    """
    published = _published()
    check_published("framework", framework, published["frameworks"])
    images = published["frameworks"][framework]
    releases = _releases(images, version)
    if not releases:
        check_published(f"version of {framework}", version, _versions(images))
    name = f"{framework} {version}"
    releases = _of_processor(name, releases, processor)
    releases = _of_base(name, releases, base_framework)
    release = _of_python(name, releases, python)
    return _image(release, version, base_framework, _registries_name(framework, release, images))


def check_published(what: str, given: str, published: Iterable[str]) -> None:
    """Raise ValueError unless `given` is among `published`."""
    known = list(published)
    if given not in known:
        there_are = ", ".join(sorted(known, key=_natural))
        raise ValueError(
            f"AWS publishes no image for {what} {given!r}; there are {there_are} ({_published()['source']})"
        )


@cache
def registry_accounts() -> frozenset[str]:
    """The accounts, in all regions, that hold AWS's own images."""
    return frozenset(account for accounts in _published()["registries"] for account in accounts.values())


@dataclass(frozen=True, kw_only=True)
class _Release:
    """One image as it stands in the data."""

    processor: str
    tag: str
    entry: Mapping[str, Any]


def _releases(images: Iterable[Mapping[str, Any]], version: str) -> list[_Release]:
    return [
        _Release(processor=processor, tag=tag, entry=entry)
        for group in images
        for entry in group["versions"].get(group["aliases"].get(version, version), ())
        for processor, tag in entry["tags"].items()
    ]


def _versions(images: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for group in images:
        yield from group["versions"]
        yield from group["aliases"]


def _of_processor(name: str, releases: list[_Release], processor: str | None) -> list[_Release]:
    published = {release.processor for release in releases}
    if processor is None:
        processor = next((usual for usual in ("cpu", _ANY) if usual in published), None)
        processor = processor or _only("processor", name, published)
    elif _ANY in published and processor in ("cpu", "gpu"):
        processor = _ANY
    check_published(f"processor of {name}", processor, published)
    return [release for release in releases if release.processor == processor]


def _of_base(name: str, releases: list[_Release], base: str | None) -> list[_Release]:
    published = {release.entry["base"] for release in releases if "base" in release.entry}
    if base is None:
        base = _only("base_framework", name, published) if published else None
        return [release for release in releases if release.entry.get("base") == base]
    aliases = {alias for release in releases for alias in release.entry.get("base_aliases", ())}
    check_published(f"base_framework of {name}", base, published | aliases)
    return [release for release in releases if base in (release.entry["base"], *release.entry["base_aliases"])]


def _of_python(name: str, releases: list[_Release], python: str | None) -> _Release:
    by_python = {release.entry.get("python", ""): release for release in releases}
    if python is None:
        return by_python[max(by_python, key=_natural)]
    check_published(f"Python of {name}", python, by_python)
    return by_python[python]


def _only(what: str, name: str, published: set[str]) -> str:
    if len(published) > 1:
        raise ValueError(f"{what} of {name} is missing; there are {', '.join(sorted(published, key=_natural))}")
    return next(iter(published))


def _image(release: _Release, version: str, base: str | None, registries_name: str) -> FrameworkImage:
    entry = release.entry
    base_version = re.sub("^[a-z]+", "", base or entry.get("base", ""))
    return FrameworkImage(
        repository=entry["repository"],
        tag=release.tag.format(version=version, base=base_version),
        registries=_registries(entry),
        registries_name=registries_name,
        accelerated=release.processor not in _UNACCELERATED,
    )


def _registries(entry: Mapping[str, Any]) -> dict[str, str]:
    accounts: dict[str, str] = _published()["registries"][entry["registries"]]
    return accounts


def _registries_name(framework: str, release: _Release, images: Iterable[Mapping[str, Any]]) -> str:
    """A name that follows from the accounts, not from the order in which a stack comes to need them."""
    name = f"{framework.title().replace('-', '')}Registries"
    entries = [entry for group in images for version in group["versions"].values() for entry in version]
    if len({entry["registries"] for entry in entries}) == 1:
        return name
    accounts = json.dumps(_registries(release.entry), sort_keys=True)
    return f"{name}{hashlib.sha256(accounts.encode()).hexdigest()[:6]}"


def _natural(text: str) -> list[tuple[int, str]]:
    """Sorts 1.9 before 1.10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", text) if part]


@cache
def _published() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_DATA.read_text(encoding="utf-8"))
    return data
