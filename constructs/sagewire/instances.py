"""What SageMaker's hosting instance types are made of, and where they are offered; data/instances.json has the sources.

The hardware is EC2's, of the type without `ml.`: SageMaker keeps a part of an instance's memory for itself, and
publishes no figure for it. A figure that nobody publishes, and a region that nobody lists, is not known, never zero or
not offered.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

# How the names are built: `ml.`, a family, a size. Which there are, changes monthly.
FORM = re.compile(r"ml\.[a-z0-9-]+\.[a-z0-9-]+")
_DATA = Path(__file__).with_name("data") / "instances.json"


@dataclass(frozen=True, kw_only=True)
class InstanceFacts:
    """One instance type, as EC2's DescribeInstanceTypes describes it.

    name: With `ml.`, as SageMaker calls it.
    vcpus: How many virtual CPUs.
    memory: MiB of the whole instance, including what the system takes.
    accelerators: How many GPUs, or Inferentia or Trainium chips; 0 without.
    accelerator_memory: MiB of one of them; 0 without. As EC2 states it: the 24 GB of ml.g5's GPU are 22,888 MiB, where
        AWS's pages round to 24 GiB.
    accelerator: "gpu" for what EC2 counts as one, Gaudi of ml.dl1 included; "neuron" for Inferentia and Trainium.
    architecture: What an image must be built for.
    local_storage: Whether it has NVMe storage of its own.
    burstable: Whether it earns and spends CPU credits.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypes.html
    """

    name: str
    vcpus: int
    memory: int
    accelerators: int
    accelerator_memory: int
    accelerator: Literal["gpu", "neuron"] | None
    architecture: Literal["x86_64", "arm64"]
    local_storage: bool
    burstable: bool


def facts(instance_type: str) -> InstanceFacts | None:
    """The hardware of a type such as "ml.c7g.large"; None where it is not known, as of a type newer than the data."""
    _, *figures = _row(instance_type)
    if not figures:
        return None
    _, *fields = _published()["columns"]
    return InstanceFacts(name=instance_type, **dict(zip(fields, figures, strict=True)))


def regions(instance_type: str) -> frozenset[str] | None:
    """The regions in which AWS's price list has this type for hosting; None where it has it nowhere: not known.

    The list, as cfn-lint extracts it, lacks whole families that SageMaker hosts, and has others in one region only: a
    region that is missing is a hint, not a proof. https://aws.amazon.com/sagemaker/ai/pricing/
    """
    index, *_ = _row(instance_type)
    if index is None:
        return None
    published = _published()
    return frozenset(published["regions"][position] for position in published["regions_of"][index])


def priced() -> frozenset[str]:
    """The regions of AWS's price list for hosting; of any other, nothing is known.

    https://aws.amazon.com/sagemaker/ai/pricing/
    """
    return frozenset(_published()["regions"])


def known() -> frozenset[str]:
    """The names of all hosting instance types, as SageMaker's API listed them when the data was made.

    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
    """
    return frozenset(_published()["types"])


def _row(instance_type: str) -> list[Any]:
    row: list[Any] = _published()["types"].get(instance_type, [None])
    return row


@cache
def _published() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_DATA.read_text(encoding="utf-8"))
    return data
