"""SW424."""

from typing import Any

import pytest

from sagewire.validator.rules.capacity.sw424_reserved_for_nothing import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, found_in


def _of(reserved: Any) -> dict[str, Any]:
    return template(serverless(), function(ReservedConcurrentExecutions=reserved))


@pytest.mark.parametrize("reserved", [0, "0"])
def test_a_function_that_is_switched_off_is_found(reserved: Any) -> None:
    (finding,) = findings_of(RULE, _of(reserved))
    assert (finding.found, finding.property) == ("Function", "Properties/ReservedConcurrentExecutions")


@pytest.mark.parametrize("reserved", [1, None, {"Ref": "Unset"}])
def test_one_that_may_run_is_sound(reserved: Any) -> None:
    assert not findings_of(RULE, {**_of(reserved), "Parameters": {"Unset": {"Type": "Number"}}})


def test_one_that_hears_sagemaker_is_found_too() -> None:
    off = function(endpoint=None, ReservedConcurrentExecutions=0)
    assert findings_of(RULE, template(off, event_rule(pattern={"source": ["aws.sagemaker"]})))


def test_functions_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert found_in(template(function(endpoint=None, ReservedConcurrentExecutions=0))) == []
