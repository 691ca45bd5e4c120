"""The environment that the constructs write."""

import pytest

from inference.settings import SettingsError
from tests.lambda_src.conftest import Load


@pytest.mark.parametrize(
    ("function", "variable"),
    [
        ("invoke", "SAGEWIRE_ENDPOINT_NAME"),
        ("invoke", "SAGEWIRE_READ_TIMEOUT"),
        ("invoke", "SAGEWIRE_REQUEST_LIMIT"),
        ("invoke", "SAGEWIRE_MAX_ATTEMPTS"),
        ("invoke", "SAGEWIRE_RESULT_SOURCE"),
        ("invoke_async", "SAGEWIRE_INPUT_LOCATION"),
        ("publish_result", "SAGEWIRE_RESULT_BUS"),
    ],
)
@pytest.mark.parametrize("value", [None, ""])
def test_a_function_does_not_start_without_a_variable_and_names_it(
    load: Load, function: str, variable: str, value: str | None
) -> None:
    with pytest.raises(SettingsError, match=f"{variable} is missing: set it to "):
        load(function, **{variable: value})


@pytest.mark.parametrize(
    ("variable", "value", "allowed"),
    [
        ("SAGEWIRE_READ_TIMEOUT", "soon", "a number of seconds above 0"),
        ("SAGEWIRE_READ_TIMEOUT", "0", "a number of seconds above 0"),
        ("SAGEWIRE_READ_TIMEOUT", "inf", "a number of seconds above 0"),
        ("SAGEWIRE_BACKOFF_BASE", "nan", "a number of seconds above 0"),
        ("SAGEWIRE_BACKOFF_BASE", "-1", "a number of seconds above 0"),
        ("SAGEWIRE_REQUEST_LIMIT", "4e6", "a whole number of at least 1"),
        ("SAGEWIRE_MAX_ATTEMPTS", "0", "a whole number of at least 1"),
        ("SAGEWIRE_CONCURRENCY", "0", "a whole number of at least 1"),
        ("SAGEWIRE_REQUIRED_TARGET", "Anything", "TargetVariant or TargetModel or InferenceComponentName"),
        ("SAGEWIRE_INPUT_LOCATION", "https://inputs/a", "s3://bucket"),
        ("SAGEWIRE_INPUT_LOCATION", "s3:///a", "s3://bucket"),
        ("SAGEWIRE_INPUT_LOCATION", "inputs", "s3://bucket"),
    ],
)
def test_a_value_that_cannot_be_used_is_told_with_what_can(load: Load, variable: str, value: str, allowed: str) -> None:
    with pytest.raises(SettingsError, match=f"{variable} is '{value}': set it to {allowed}"):
        load("invoke_async", **{variable: value})


def test_the_back_off_may_be_left_to_its_default(load: Load) -> None:
    settings = load("invoke", SAGEWIRE_BACKOFF_BASE=None).ENDPOINT.settings
    assert (settings.backoff_base, settings.read_timeout, settings.max_attempts) == (0.2, 5.0, 3)


@pytest.mark.parametrize("function", ["invoke", "invoke_async"])
def test_the_bus_may_be_left_out(load: Load, function: str) -> None:
    assert load(function, SAGEWIRE_RESULT_BUS=None, SAGEWIRE_RESULT_SOURCE=None).RESULTS.destinations == ()
