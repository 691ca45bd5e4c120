"""SW201."""

import pytest

from sagewire.validator.rules.memory.sw201_serverless_memory_step import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


def _of(memory: object) -> dict[str, object]:
    return template(serverless(settings={"MemorySizeInMB": memory}))


@pytest.mark.parametrize("memory", [1023, 1025, 2047, 2049, 6143, 6145, 8192, 0])
def test_a_size_beside_the_six_is_refused(memory: int) -> None:
    finding = only_finding(RULE, _of(memory))
    assert finding.found == str(memory)
    assert finding.property == "Properties/ProductionVariants/0/ServerlessConfig/MemorySizeInMB"


@pytest.mark.parametrize("memory", [1024, 2048, 3072, 4096, 5120, 6144, "2048"])
def test_each_of_the_six_is_taken(memory: int | str) -> None:
    assert found_in(_of(memory)) == []


@pytest.mark.parametrize(
    ("size", "fix"),
    [
        (512, "Take 1024 MB."),
        (1025, "Take 2048 MB."),
        (6143, "Take 6144 MB."),
        (6145, "Take 6144 MB, the most that there is, or a real-time endpoint."),
    ],
)
def test_the_fix_names_a_size_that_there_is(size: int, fix: str) -> None:
    assert only_finding(RULE, template(serverless(settings={"MemorySizeInMB": size}))).fix == fix
