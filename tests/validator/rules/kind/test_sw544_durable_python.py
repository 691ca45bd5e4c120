"""SW544."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw544_durable_python import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from tests.validator.judging import findings_of

DURABLE = {"ExecutionTimeout": 3600}


def _of(runtime: Any, durable: Any = DURABLE) -> dict[str, Any]:
    return template(
        function(endpoint=None, Runtime=runtime, DurableConfig=durable), Parameters={"Runtime": {"Type": "String"}}
    )


@pytest.mark.parametrize("runtime", ["python3.11", "python3.12"])
def test_an_older_python_is_found(runtime: str) -> None:
    (finding,) = findings_of(RULE, _of(runtime))
    assert (finding.found, finding.limit) == (runtime, "python3.13")


@pytest.mark.parametrize("runtime", ["python3.13", "python3.14", "nodejs24.x", {"Ref": "Runtime"}])
def test_newer_ones_and_other_runtimes_are_left_alone(runtime: Any) -> None:
    assert not findings_of(RULE, _of(runtime))


def test_a_function_that_is_not_durable_is_left_alone() -> None:
    assert not findings_of(RULE, _of("python3.12", None))
