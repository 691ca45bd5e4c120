"""SW545."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw545_managed_instances_python import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from tests.validator.judging import findings_of

PROVIDER = {"LambdaManagedInstancesCapacityProviderConfig": {"CapacityProviderArn": "arn"}}


def _of(runtime: Any, provider: Any = PROVIDER) -> dict[str, Any]:
    managed = function(endpoint=None, Runtime=runtime, CapacityProviderConfig=provider)
    return template(managed, Parameters={"Unset": {"Type": "String"}})


@pytest.mark.parametrize("runtime", ["python3.11", "python3.12"])
def test_an_older_python_is_found(runtime: str) -> None:
    (finding,) = findings_of(RULE, _of(runtime))
    assert (finding.found, finding.limit) == (runtime, "python3.13")


@pytest.mark.parametrize("runtime", ["python3.13", "python3.14", "nodejs24.x", {"Ref": "Unset"}])
def test_newer_ones_and_other_runtimes_are_left_alone(runtime: Any) -> None:
    assert not findings_of(RULE, _of(runtime))


@pytest.mark.parametrize("provider", [None, {"Ref": "Unset"}])
def test_a_function_that_is_not_known_to_be_on_managed_instances_is_left_alone(provider: Any) -> None:
    assert not findings_of(RULE, _of("python3.12", provider))
