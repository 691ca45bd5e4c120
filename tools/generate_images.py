"""Writes constructs/sagewire/data/images.json from the registries that the sagemaker-core wheel carries.

    pip download --no-deps sagemaker-core && python tools/generate_images.py sagemaker_core-*.whl

The wheel is read, not installed: with what it depends on it takes 450 MB. The rules by which the SDK puts a tag
together are applied here, once; what is written is a tag for each image, with {version} and {base} where the tag
repeats what was asked for ("2.6" and "2.6.0" are two tags of one image). tools/generate_golden_image_uris.py asks the
SDK itself, and tests/test_image.py compares.
"""

import argparse
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_TARGET = Path(__file__).parents[1] / "constructs/sagewire/data/images.json"
_FOLDER = "sagemaker/core/image_uri_config/"
_SCOPE = "inference"
_LINE = 400
_GRAVITON = "graviton"
# The SDK finds these by `inference_tool`: a file of their own, images of the framework that they are called after.
_NEURON = {"huggingface-neuron": "huggingface", "huggingface-neuronx": "huggingface"}
# Images that say nothing of a processor, and run on one kind of them only.
_ACCELERATED = {
    "djl-deepspeed": "gpu",
    "djl-fastertransformer": "gpu",
    "djl-lmi": "gpu",
    "djl-neuronx": "neuronx",
    "djl-tensorrtllm": "gpu",
}
# The SDK's own table of what is not called after the rule.
_ARM64_TAGS = {
    ("sklearn", "1.0-1"): "1.0-1-arm64-cpu-py3",
    ("xgboost", "1.3-1"): "1.3-1-arm64",
    ("xgboost", "1.5-1"): "1.5-1-arm64",
}


def main() -> None:
    """Read the wheel named on the command line, write the data."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    wheel = parser.parse_args().wheel
    tables: list[dict[str, str]] = []
    frameworks = _frameworks(_configs(wheel), tables)
    source = " ".join(wheel.name.split("-")[:2]).replace("_", "-")
    data = {
        "source": source,
        "generated": datetime.now(UTC).date().isoformat(),
        "registries": tables,
        "frameworks": frameworks,
    }
    _TARGET.write_text(_written(data) + "\n")
    print(f"{_TARGET.name}: {len(frameworks)} frameworks from {source}, {_TARGET.stat().st_size} bytes")


def _configs(wheel: Path) -> dict[str, dict[str, Any]]:
    with zipfile.ZipFile(wheel) as files:
        return {
            Path(name).stem: json.loads(files.read(name))
            for name in sorted(files.namelist(), key=lambda name: Path(name).stem)
            if name.startswith(_FOLDER) and name.endswith(".json")
        }


def _frameworks(configs: dict[str, dict[str, Any]], tables: list[dict[str, str]]) -> dict[str, list[dict[str, Any]]]:
    """The images of each framework: a list, since versions and their aliases differ between processors."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name, config in configs.items():
        for scope, processor in _scopes(name, config):
            versions = {
                version: list(_releases(name, version, entry, scope, processor, tables))
                for version, entry in scope["versions"].items()
            }
            images = {"aliases": scope.get("version_aliases", {}), "versions": versions}
            found.setdefault(_NEURON.get(name, name), []).append(images)
    return found


def _scopes(name: str, config: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str | None]]:
    """The parts of a registry that are for inference, with what their processor is called here if not as there."""
    if _SCOPE in config.get("scope", ()):
        yield config, None
    if _SCOPE in config:
        yield config[_SCOPE], name.rpartition("-")[2] if name in _NEURON else None
    if f"{_SCOPE}_graviton" in config:
        yield config[f"{_SCOPE}_graviton"], _GRAVITON


def _releases(
    name: str,
    version: str,
    entry: dict[str, Any],
    scope: dict[str, Any],
    processor: str | None,
    tables: list[dict[str, str]],
) -> Iterator[dict[str, Any]]:
    """The releases of one version: one for each framework below it, where there is one, and each Python."""
    based: list[tuple[str | None, Any]] = [
        (key, value) for key, value in entry.items() if re.match(r"(pytorch|tensorflow)\d", key)
    ]
    for base, release in based or [(None, entry)]:
        for python in release.get("py_versions") or [key for key in release if key.startswith("py")] or [None]:
            own = release.get(python, release)
            yield {
                **({"base": base, "base_aliases": _aliases_of(base, entry)} if base else {}),
                **({"python": python} if python else {}),
                "registries": _index(own["registries"], tables),
                "repository": own["repository"],
                "tags": _tags(name, version, own, scope, processor, base, python),
            }


def _tags(
    name: str,
    version: str,
    release: dict[str, Any],
    scope: dict[str, Any],
    renamed: str | None,
    base: str | None,
    python: str | None,
) -> dict[str, str]:
    """The tag of each processor, as `retrieve` of the SDK puts it together."""
    prefix = release.get("tag_prefix", "{version}")
    if base is not None:
        prefix = f"{_base_in_tag(name, base)}-transformers{version}"
    tags = {}
    for processor in scope.get("processors") or release.get("processors") or [None]:
        build = _build(name, release, processor)
        shown = _shown(name, release, processor)
        tag = "-".join(part for part in (prefix, shown, python, build) if part)
        if renamed == _GRAVITON:
            tag = _ARM64_TAGS.get((name, version), tag)
        tags[renamed or processor or _ACCELERATED.get(name, "any")] = tag
    return tags


def _base_in_tag(name: str, base: str) -> str:
    """A Neuron image has one tag, of the full version; others repeat the version of PyTorch as it was asked for."""
    return re.sub(r"^[a-z]+", "", base) if name in _NEURON else "{base}"


def _shown(name: str, release: dict[str, Any], processor: str | None) -> str | None:
    if name in _NEURON:
        return name.rpartition("-")[2]
    if not release.get("processor_in_tag", True) or (name == "sagemaker-tritonserver" and processor == "gpu"):
        return None
    return processor


def _build(name: str, release: dict[str, Any], processor: str | None) -> str | None:
    """The end of a tag: the system that the image is built on, after the Neuron SDK and before "sagemaker"."""
    build: str | None = release.get("container_version", {}).get(processor)
    if "sdk_versions" in release:
        build = f"{max(release['sdk_versions'])}-{build}"
    if release["repository"] in (f"{name}-inference-graviton", f"{name}-inference-arm64"):
        build = f"{build}-sagemaker"
    return build


def _aliases_of(base: str, entry: dict[str, Any]) -> list[str]:
    return [alias for alias, full in entry.get("version_aliases", {}).items() if full == base]


def _index(table: dict[str, str], tables: list[dict[str, str]]) -> int:
    ordered = dict(sorted(table.items()))
    if ordered not in tables:
        tables.append(ordered)
    return tables.index(ordered)


def _written(value: Any) -> str:
    """JSON with a line for what fits into one: short, and a new version is one line of a diff."""
    compact = json.dumps(value, separators=(",", ":"))
    if len(compact) <= _LINE:
        return compact
    match value:
        case dict():
            return "{\n" + ",\n".join(f"{json.dumps(key)}:{_written(entry)}" for key, entry in value.items()) + "\n}"
        case list():
            return "[\n" + ",\n".join(_written(entry) for entry in value) + "\n]"
    return compact


if __name__ == "__main__":
    main()
