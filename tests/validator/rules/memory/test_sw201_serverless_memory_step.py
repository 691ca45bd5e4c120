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
