"""SW546."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw546_managed_instances_memory import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from tests.validator.judging import findings_of

PROVIDER = {"LambdaManagedInstancesCapacityProviderConfig": {"CapacityProviderArn": "arn"}}


def _of(memory: Any, provider: Any = PROVIDER) -> dict[str, Any]:
    managed = function(endpoint=None, MemorySize=memory, CapacityProviderConfig=provider)
    return template(managed, Parameters={"Unset": {"Type": "String"}})


@pytest.mark.parametrize(("memory", "found"), [(2047, "2047"), ("512", "512"), (None, "128")])
def test_less_than_two_gib_is_found(memory: Any, found: str) -> None:
    (finding,) = findings_of(RULE, _of(memory))
    assert (finding.found, finding.property) == (found, "Properties/MemorySize")


@pytest.mark.parametrize("memory", [2048, 2049, 32768, {"Ref": "Unset"}])
def test_two_gib_and_more_are_left_alone(memory: Any) -> None:
    assert not findings_of(RULE, _of(memory))


@pytest.mark.parametrize("provider", [None, {"Ref": "Unset"}])
def test_a_function_that_is_not_known_to_be_on_managed_instances_is_left_alone(provider: Any) -> None:
    assert not findings_of(RULE, _of(512, provider))
