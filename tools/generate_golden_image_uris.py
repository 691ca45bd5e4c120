"""Writes tests/data/golden_image_uris.json: what SageMaker's own SDK answers for every inference image it knows.

    python -m venv sdk && sdk/bin/pip install sagemaker-core==2.27.0
    AWS_DEFAULT_REGION=us-east-1 sdk/bin/python tools/generate_golden_image_uris.py

It runs in an environment of its own, which the SDK fills with 450 MB, and imports nothing of sagewire, so that the test
compares two answers. The regions take turns, so that every partition is asked for.
"""

import itertools
import json
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

_TARGET = Path(__file__).parents[1] / "tests/data/golden_image_uris.json"
_COLUMNS = ("framework", "version", "processor", "python", "base_framework", "region", "uri")
# For each processor of ours, what the SDK is to be asked with.
_INSTANCES = {
    "cpu": "ml.m5.xlarge",
    "gpu": "ml.g5.xlarge",
    "graviton": "ml.c7g.xlarge",
    "inf": "ml.inf1.xlarge",
    "neuron": "ml.inf1.xlarge",
    "neuronx": "ml.inf2.xlarge",
    "inf2": "ml.inf2.xlarge",
}
_BASE = re.compile(r"(pytorch|tensorflow)\d")


def main() -> None:
    """Ask the SDK, write its answers."""
    sdk = import_module("sagemaker.core.image_uris")
    turns = itertools.count()
    answers = [
        [*question.values(), _ask(sdk, **question)]
        for framework in sdk.list_frameworks()
        for question in _questions(framework, sdk.config_for_framework(framework), turns)
    ]
    source = f"sagemaker-core {version_of('sagemaker-core')}"
    lines = ",\n".join(json.dumps(answer) for answer in answers)
    _TARGET.parent.mkdir(exist_ok=True)
    _TARGET.write_text(f'{{"source": "{source}", "columns": {json.dumps(_COLUMNS)}, "uris": [\n{lines}\n]}}\n')
    print(f"{_TARGET.name}: {len(answers)} URIs of {len({answer[0] for answer in answers})} frameworks from {source}")


def _questions(framework: str, config: dict[str, Any], turns: Iterator[int]) -> Iterator[dict[str, Any]]:
    for scope, renamed in _scopes(framework, config):
        versions = {**{version: version for version in scope["versions"]}, **scope.get("version_aliases", {})}
        for version, full in versions.items():
            for base, release in _bases(scope["versions"][full]).items():
                for python, own in _pythons(release):
                    for processor in renamed or scope.get("processors") or own.get("processors") or [None]:
                        regions = sorted(own["registries"])
                        yield {
                            "framework": re.sub("^huggingface-neuronx?$", "huggingface", framework),
                            "version": version,
                            "processor": processor,
                            "python": python,
                            "base_framework": base,
                            "region": regions[next(turns) % len(regions)],
                        }


def _scopes(framework: str, config: dict[str, Any]) -> Iterator[tuple[dict[str, Any], list[str] | None]]:
    tool = re.fullmatch("huggingface-(neuronx?)", framework)
    if "inference" in config.get("scope", ()):
        yield config, None
    if "inference" in config:
        yield config["inference"], [tool[1]] if tool else None
    if "inference_graviton" in config:
        yield config["inference_graviton"], ["graviton"]


def _bases(entry: dict[str, Any]) -> dict[str | None, dict[str, Any]]:
    named: dict[str | None, dict[str, Any]] = {name: value for name, value in entry.items() if _BASE.match(name)}
    if not named:
        return {None: entry}
    return named | {alias: entry[name] for alias, name in entry["version_aliases"].items()}


def _pythons(release: dict[str, Any]) -> list[tuple[str | None, dict[str, Any]]]:
    if "repository" in release:
        return [(python, release) for python in release.get("py_versions") or [None]]
    return list(release.items())


def _ask(sdk: Any, *, framework: str, processor: str | None, region: str, **named: str | None) -> str:
    # The SDK takes no type of instance for "neuronx", and finds the image when it is given none.
    instance = None if processor is None or framework.endswith("vllm-neuronx") else _INSTANCES[processor]
    tool = processor if framework == "huggingface" and processor in ("neuron", "neuronx") else None
    uri: str = sdk.retrieve(
        framework,
        region,
        version=named["version"],
        py_version=named["python"],
        base_framework_version=named["base_framework"],
        instance_type=instance,
        inference_tool=tool,
        image_scope="inference",
    )
    return uri


if __name__ == "__main__":
    main()
