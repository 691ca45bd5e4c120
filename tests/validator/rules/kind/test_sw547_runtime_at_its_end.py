"""SW547."""

from datetime import date, timedelta
from typing import Any

import pytest

from sagewire.limits import PYTHON_RUNTIMES
from sagewire.validator.rules.kind.sw547_runtime_at_its_end import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from tests.validator.judging import findings_of

A_DAY = timedelta(days=1)
RUNTIMES = {runtime.name: runtime for runtime in PYTHON_RUNTIMES}


def _of(runtime: Any, **changes: Any) -> dict[str, Any]:
    return template(serverless(), function(Runtime=runtime, **changes), Parameters={"Runtime": {"Type": "String"}})


def _severity(runtime: str, today: date) -> Severity | None:
    found = findings_of(RULE, _of(runtime), today=today)
    return found[0].severity if found else None


@pytest.mark.parametrize("name", ["python3.9", "python3.12", "python3.14"])
def test_a_runtime_is_deprecated_on_its_day_and_refused_on_another(name: str) -> None:
    runtime = RUNTIMES[name]
    assert _severity(name, runtime.deprecated - A_DAY) is None
    assert _severity(name, runtime.deprecated) is Severity.WARNING
    assert _severity(name, runtime.creation_blocked - A_DAY) is Severity.WARNING
    assert _severity(name, runtime.update_blocked - A_DAY) is Severity.WARNING
    assert _severity(name, runtime.update_blocked) is Severity.ERROR


def test_the_days_are_named() -> None:
    (deprecated,) = findings_of(RULE, _of("python3.9"), today=date(2026, 1, 1))
    assert "deprecated since 2025-12-15" in deprecated.message
    assert "from 2027-02-01 on" in deprecated.message
    (refused,) = findings_of(RULE, _of("python3.9"), today=date(2027, 2, 2))
    assert "no new function since 2027-02-01; those there are it updates until 2027-03-03" in refused.message
    (dead,) = findings_of(RULE, _of("python3.9"), today=date(2027, 3, 3))
    assert "neither makes nor updates a function since 2027-03-03" in dead.message


@pytest.mark.parametrize("runtime", ["python3.13", "python3.99", "nodejs16.x", {"Ref": "Runtime"}, None])
def test_newer_ones_other_runtimes_and_unknown_ones_are_left_alone(runtime: Any) -> None:
    assert not findings_of(RULE, _of(runtime))


@pytest.mark.parametrize(
    ("name", "severity"),
    [("python3.6", Severity.ERROR), ("python3.7", Severity.WARNING), ("python3.9", Severity.WARNING)],
)
def test_what_lambda_still_updates_is_not_refused(name: str, severity: Severity) -> None:
    assert _severity(name, date(2026, 11, 27)) is severity


def test_a_function_that_has_nothing_to_do_with_inference_is_left_alone() -> None:
    assert not findings_of(RULE, template(serverless(), function(endpoint=None, Runtime="python3.7")))


def test_an_image_brings_its_own_runtime() -> None:
    assert not findings_of(RULE, _of("python3.7", PackageType="Image"))
