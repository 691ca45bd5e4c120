"""SW543."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw543_snap_start_python import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from tests.validator.judging import findings_of

SNAP = {"ApplyOn": "PublishedVersions"}


def _of(runtime: Any, snap: Any = SNAP) -> dict[str, Any]:
    return template(
        function(endpoint=None, Runtime=runtime, SnapStart=snap), Parameters={"Runtime": {"Type": "String"}}
    )


@pytest.mark.parametrize("runtime", ["python3.9", "python3.11"])
def test_an_older_python_is_found(runtime: str) -> None:
    (finding,) = findings_of(RULE, _of(runtime))
    assert (finding.found, finding.limit) == (runtime, "python3.12")


@pytest.mark.parametrize("runtime", ["python3.12", "python3.13", "java21", {"Ref": "Runtime"}])
def test_newer_ones_and_other_runtimes_are_left_alone(runtime: Any) -> None:
    assert not findings_of(RULE, _of(runtime))


@pytest.mark.parametrize("snap", [None, {"ApplyOn": "None"}])
def test_an_older_python_without_snap_start_is_left_alone(snap: Any) -> None:
    assert not findings_of(RULE, _of("python3.11", snap))
