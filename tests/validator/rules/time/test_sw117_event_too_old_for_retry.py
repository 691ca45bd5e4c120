"""Events that are too old for a retry once the function has run into its timeout."""

from typing import Any

import pytest

from sagewire.validator.rules.time.sw117_event_too_old_for_retry import RULE
from sagewire.validator.samples import ref, resource, template
from sagewire.validator.samples.invoking import failures, function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import changed, found_in, only_finding

BODY = template(serverless(), function(), failures())


def configured(age: Any, retries: Any = 2) -> dict[str, Any]:
    aged = changed(BODY, ("OnFailure", "Properties", "MaximumEventAgeInSeconds"), age)
    return changed(aged, ("OnFailure", "Properties", "MaximumRetryAttempts"), retries)


@pytest.mark.parametrize(("age", "ids"), [(299, ["SW117"]), (300, ["SW117"]), (301, []), (21_600, [])])
def test_an_event_is_young_enough_after_one_try(age: int, ids: list[str]) -> None:
    assert found_in(configured(age)) == ids


def test_two_retries_are_made_where_nothing_is_said() -> None:
    finding = only_finding(RULE, configured(60, None))
    assert (finding.found, finding.limit) == ("60 s", "more than 300 s")
    assert finding.message.endswith("Function may run 300 s, after which no retry comes")


def test_where_no_retry_is_wanted_none_is_missed() -> None:
    assert "SW117" not in found_in(configured(60, 0))


def test_an_age_that_nobody_sets_is_six_hours() -> None:
    assert found_in(BODY) == []


def test_an_alias_of_the_function_is_looked_at_too() -> None:
    alias = resource("Live", "AWS::Lambda::Alias", {"FunctionName": ref("Function"), "Name": "live"}, {})
    body = changed(configured(60), ("OnFailure", "Properties", "FunctionName"), ref("Live"))
    body["Resources"].update(alias)
    assert found_in(body) == ["SW117"]
