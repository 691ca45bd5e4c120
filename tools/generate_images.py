"""Writes constructs/sagewire/data/images.json from the registries that the sagemaker-core wheel carries.

    pip download --no-deps sagemaker-core && python tools/generate_images.py sagemaker_core-*.whl

The wheel is read, not installed: with what it depends on it takes 450 MB.
"""

import argparse
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_FRAMEWORKS = ("sklearn",)
_TARGET = Path(__file__).parents[1] / "constructs/sagewire/data/images.json"


def main() -> None:
    """Read the wheel named on the command line, write the data."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    wheel = parser.parse_args().wheel
    with zipfile.ZipFile(wheel) as files:
        frameworks = {name: _images(_registry(files, name)) for name in _FRAMEWORKS}
    source = " ".join(wheel.name.split("-")[:2]).replace("_", "-")
    data = {"source": source, "generated": datetime.now(UTC).date().isoformat(), "frameworks": frameworks}
    _TARGET.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n")
    print(f"{_TARGET.name}: {', '.join(frameworks)} from {source}")


def _registry(files: zipfile.ZipFile, framework: str) -> dict[str, Any]:
    registry: dict[str, Any] = json.loads(files.read(f"sagemaker/core/image_uri_config/{framework}.json"))
    return registry


def _images(registry: dict[str, Any]) -> dict[str, Any]:
    versions: dict[str, dict[str, Any]] = registry["inference"]["versions"]
    newest = next(reversed(versions.values()))
    return {
        "repository": newest["repository"],
        "registries": newest["registries"],
        "versions": {
            version: {"processors": release["processors"], "python": release["py_versions"][-1]}
            for version, release in versions.items()
            if release["registries"] == newest["registries"]
        },
    }


if __name__ == "__main__":
    main()
