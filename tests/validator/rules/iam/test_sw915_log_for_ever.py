"""SW915."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw915_log_for_ever import RULE
from sagewire.validator.samples import ref, resource, sub, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, only_finding


def log(name: Any = None, days: Any = None) -> dict[str, Any]:
    return resource("Log", "AWS::Logs::LogGroup", {"LogGroupName": name, "RetentionInDays": days}, {})


def test_the_log_that_a_function_is_told_to_write_is_found() -> None:
    body = template(serverless(), function(LoggingConfig={"LogGroup": ref("Log")}), log())
    finding = only_finding(RULE, body)
    assert finding.message == "the log of Function is kept for ever: no RetentionInDays"
    assert (finding.resource, finding.property) == ("Log", "Properties/RetentionInDays")


@pytest.mark.parametrize(
    "name", [sub("/aws/lambda/${Function}"), {"Fn::Join": ["", ["/aws/lambda/", ref("Function")]]}]
)
def test_the_log_that_is_called_after_a_function_is_found(name: Any) -> None:
    assert only_finding(RULE, template(serverless(), function(), log(name))).resource == "Log"


def test_also_by_the_plain_name_of_the_function() -> None:
    assert findings_of(RULE, template(serverless(), function(FunctionName="ask"), log("/aws/lambda/ask")))


@pytest.mark.parametrize("days", [1, 365, "30", {"Ref": "Unset"}])
def test_a_log_that_ends_is_left_alone(days: Any) -> None:
    assert not findings_of(RULE, template(serverless(), function(), log(sub("/aws/lambda/${Function}"), days)))


@pytest.mark.parametrize("name", ["/aws/lambda/other", "audit", None, sub("/ranking/${Function}")])
def test_other_logs_are_left_alone(name: Any) -> None:
    assert not findings_of(RULE, template(serverless(), function(), log(name)))


def test_the_log_called_after_a_function_that_writes_elsewhere_is_left_alone() -> None:
    named = log(sub("/aws/lambda/${Function}"))
    body = template(serverless(), function(LoggingConfig={"LogGroup": "elsewhere"}), named)
    assert not findings_of(RULE, body)


def test_functions_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert not findings_of(RULE, template(serverless(), function(endpoint=None), log(sub("/aws/lambda/${Function}"))))
