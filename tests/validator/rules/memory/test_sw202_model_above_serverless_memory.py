"""SW202."""

import pytest

from sagewire.validator.rules.memory.sw202_model_above_serverless_memory import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import changed, found_in, only_finding


@pytest.mark.parametrize("takes", [1, 2047, 2048, "2048"])
def test_a_model_that_fits_is_sound(takes: object) -> None:
    assert found_in(template(serverless(settings={"MemorySizeInMB": 2048}, stated={"memoryMiB": takes}))) == []


@pytest.mark.parametrize("takes", [2048.5, 2049, "2049"])
def test_a_model_that_takes_more_than_there_is_is_found(takes: object) -> None:
    body = template(serverless(settings={"MemorySizeInMB": 2048}, stated={"memoryMiB": takes}))
    finding = only_finding(RULE, body)
    assert (finding.resource, finding.found) == ("Config", "2048")
    assert finding.limit == f"at least {takes} MiB"
    assert finding.message == f"2048 MB of memory; the loaded model takes {takes} MiB, as stated"


def test_a_model_of_which_nothing_is_stated_is_sound() -> None:
    assert found_in(template(serverless(settings={"MemorySizeInMB": 1024}))) == []


def test_a_model_elsewhere_is_sound() -> None:
    body = template(serverless(settings={"MemorySizeInMB": 1024}, stated={"memoryMiB": 9000}))
    named = ("Config", "Properties", "ProductionVariants", 0, "ModelName")
    assert found_in({**changed(body, named, ref("Name")), "Parameters": {"Name": {"Type": "String"}}}) == []


@pytest.mark.parametrize(
    ("takes", "fix"),
    [
        (3072, "Take 3072 MB or more."),
        (3073, "Take 4096 MB or more."),
        (6145, "Serve the model by a real-time endpoint"),
    ],
)
def test_the_fix_names_a_size_that_there_is(takes: int, fix: str) -> None:
    body = template(serverless(settings={"MemorySizeInMB": 1024}, stated={"memoryMiB": takes}))
    assert only_finding(RULE, body).fix.startswith(fix)
