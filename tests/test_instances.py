"""Instance types: each that SageMaker hosts is known, with figures that AWS publishes."""

import json
import subprocess
import sys
from importlib import resources

import botocore.session
import pytest

from sagewire import instances
from sagewire.endpoints.instance_types import has_local_storage
from sagewire.instances import InstanceFacts

HARDWARE_UNKNOWN = {"ml.p6e-gb200.36xlarge"}


def hosting_types() -> set[str]:
    service = botocore.session.get_session().get_service_model("sagemaker")
    return set(service.shape_for("ProductionVariantInstanceType").enum)  # type: ignore[attr-defined]


def price_list() -> dict[str, set[str]]:
    folder = resources.files("cfnlint.data.schemas.extensions.aws_sagemaker_hosting")
    listed = json.loads(folder.joinpath("instancetype_enum.json").read_text())
    return {region: set(types["enum"]) for region, types in listed.items() if region != "description"}


def described(instance_type: str) -> InstanceFacts:
    facts = instances.facts(instance_type)
    assert facts is not None
    return facts


def test_every_hosting_type_is_known() -> None:
    assert instances.known() == hosting_types()
    assert {name for name in instances.known() if instances.facts(name) is None} == HARDWARE_UNKNOWN


@pytest.mark.parametrize(
    ("name", "vcpus", "memory", "architecture"),
    [
        ("ml.c7g.large", 2, 4 * 1024, "arm64"),
        ("ml.m8g.48xlarge", 192, 768 * 1024, "arm64"),
        ("ml.r7gd.medium", 1, 8 * 1024, "arm64"),
        ("ml.c4.8xlarge", 36, 60 * 1024, "x86_64"),
        ("ml.m5.24xlarge", 96, 384 * 1024, "x86_64"),
        ("ml.t2.medium", 2, 4 * 1024, "x86_64"),
    ],
)
def test_what_has_no_accelerator(name: str, vcpus: int, memory: int, architecture: str) -> None:
    facts = described(name)
    assert (facts.name, facts.vcpus, facts.memory, facts.architecture) == (name, vcpus, memory, architecture)
    assert (facts.accelerators, facts.accelerator_memory, facts.accelerator) == (0, 0, None)


# The memory of one accelerator as EC2 states it: 24 GB of an A10G are 22,888 MiB, the 16 GiB of a T4 are 16,384 MiB.
@pytest.mark.parametrize(
    ("name", "vcpus", "memory", "accelerators", "accelerator_memory", "kind"),
    [
        ("ml.g4dn.12xlarge", 48, 192 * 1024, 4, 16 * 1024, "gpu"),
        ("ml.g5.xlarge", 4, 16 * 1024, 1, 22_888, "gpu"),
        ("ml.p2.16xlarge", 64, 732 * 1024, 16, 12 * 1024, "gpu"),
        ("ml.p3.8xlarge", 32, 244 * 1024, 4, 16 * 1024, "gpu"),
        ("ml.p4d.24xlarge", 96, 1152 * 1024, 8, 40 * 1024, "gpu"),
        ("ml.p5en.48xlarge", 192, 2048 * 1024, 8, 141 * 1024, "gpu"),
        ("ml.dl1.24xlarge", 96, 768 * 1024, 8, 32 * 1024, "gpu"),
        ("ml.inf1.6xlarge", 24, 48 * 1024, 4, 8 * 1024, "neuron"),
        ("ml.inf2.xlarge", 4, 16 * 1024, 1, 32 * 1024, "neuron"),
        ("ml.trn1.32xlarge", 128, 512 * 1024, 16, 32 * 1024, "neuron"),
        ("ml.trn2.48xlarge", 192, 2048 * 1024, 16, 96 * 1024, "neuron"),
    ],
)
def test_what_has_accelerators(
    name: str, vcpus: int, memory: int, accelerators: int, accelerator_memory: int, kind: str
) -> None:
    facts = described(name)
    assert (facts.vcpus, facts.memory) == (vcpus, memory)
    assert (facts.accelerators, facts.accelerator_memory, facts.accelerator) == (accelerators, accelerator_memory, kind)


def test_a_kind_of_accelerator_comes_with_a_count_and_memory() -> None:
    for name in instances.known() - HARDWARE_UNKNOWN:
        facts = described(name)
        assert bool(facts.accelerators) == bool(facts.accelerator_memory) == (facts.accelerator is not None), name


def test_only_t_types_are_burstable() -> None:
    burstable = {name for name in instances.known() - HARDWARE_UNKNOWN if described(name).burstable}
    assert "ml.t2.medium" in burstable
    assert burstable == {name for name in hosting_types() if name.startswith(("ml.t2.", "ml.t3."))}


def test_what_is_not_known_is_none() -> None:
    assert instances.facts("ml.c99x.large") is None
    assert instances.regions("ml.c99x.large") is None
    assert instances.facts("c5.large") is None


def test_regions_are_those_of_the_price_list() -> None:
    listed = price_list()
    for name in instances.known():
        offered = {region for region, types in listed.items() if name in types}
        assert instances.regions(name) == (offered or None), name


def test_the_regions_of_the_price_list_are_known() -> None:
    assert instances.priced() == price_list().keys()


def test_a_family_in_no_price_list_is_not_known_rather_than_not_offered() -> None:
    assert instances.regions("ml.c6in.large") is None
    assert "us-east-1" in (instances.regions("ml.c5.large") or ())


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("ml.m5d.large", True),
        ("ml.g5.xlarge", True),
        ("ml.p6-b200.48xlarge", True),
        ("ml.inf2.xlarge", False),
        ("ml.p3.2xlarge", False),
        ("ml.p6e-gb200.36xlarge", True),
        ("ml.c99gd.large", True),
        ("ml.c99g.large", False),
    ],
)
def test_local_storage_is_known_or_read_off_the_name(name: str, *, stored: bool) -> None:
    assert has_local_storage(name) == stored


def test_the_facts_need_neither_cdk_nor_botocore() -> None:
    code = (
        "import sys; from sagewire import instances; instances.known();"
        " sys.exit(bool({'aws_cdk', 'constructs', 'botocore'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
