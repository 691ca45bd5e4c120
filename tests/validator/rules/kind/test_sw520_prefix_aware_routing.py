"""SW520."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw520_prefix_aware_routing import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity
from tests.validator.judging import findings_of

SETTINGS = {"PrefixLength": 2048, "ConcurrencyThreshold": 8}


def _of(strategy: Any, settings: Any = None) -> dict[str, Any]:
    routing = {"RoutingStrategy": strategy} | ({"PrefixAwareRoutingConfig": settings} if settings is not None else {})
    return template(real_time(variant={"RoutingConfig": routing}), Parameters={"Strategy": {"Type": "String"}})


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        (None, "PrefixLength and ConcurrencyThreshold"),
        ({}, "PrefixLength and ConcurrencyThreshold"),
        ({"PrefixLength": 2048}, "with ConcurrencyThreshold"),
        ({"ConcurrencyThreshold": 8}, "with PrefixLength"),
    ],
)
def test_both_settings_are_asked_for(settings: Any, missing: str) -> None:
    (finding,) = findings_of(RULE, _of("PREFIX_AWARE", settings))
    assert missing in finding.message
    assert finding.severity is Severity.ERROR


def test_settings_of_another_strategy_have_no_say() -> None:
    (finding,) = findings_of(RULE, _of("RANDOM", SETTINGS))
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("strategy", "settings"),
    [
        ("PREFIX_AWARE", SETTINGS),
        ("RANDOM", None),
        ("LEAST_OUTSTANDING_REQUESTS", None),
        ({"Ref": "Strategy"}, SETTINGS),
        ({"Ref": "Strategy"}, None),
        ("PREFIX_AWARE", {"Ref": "Strategy"}),
    ],
)
def test_what_goes_together_or_is_open_is_left_alone(strategy: Any, settings: Any) -> None:
    assert not findings_of(RULE, _of(strategy, settings))
