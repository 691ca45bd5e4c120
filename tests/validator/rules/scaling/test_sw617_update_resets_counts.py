"""An update that forgets how many instances there are."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw617_update_resets_counts import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import PROVISIONED_TARGET, scaled, target, tracking
from sagewire.validator.samples.serving import endpoint, real_time, serverless
from tests.validator.judging import found_in, only_finding


def updated(**changes: Any) -> dict[str, Any]:
    return template(real_time(), scaled(), endpoint(**changes))


@pytest.mark.parametrize("retained", [None, False, "false"])
def test_an_update_resets_what_it_does_not_retain(retained: Any) -> None:
    finding = only_finding(RULE, updated(RetainAllVariantProperties=retained))
    assert (finding.resource, finding.property) == ("Endpoint", "Properties/RetainAllVariantProperties")


def test_what_is_retained_stays() -> None:
    assert found_in(updated(RetainAllVariantProperties=True)) == []


def test_counts_may_be_left_out_of_what_is_retained() -> None:
    excluded = [{"VariantPropertyType": "DesiredWeight"}, {"VariantPropertyType": "DesiredInstanceCount"}]
    changes = {"RetainAllVariantProperties": True, "ExcludeRetainedVariantProperties": excluded}
    finding = only_finding(RULE, updated(**changes))
    assert finding.property == "Properties/ExcludeRetainedVariantProperties/1/VariantPropertyType"


def test_weights_may_be_the_template_s() -> None:
    changes = {"ExcludeRetainedVariantProperties": [{"VariantPropertyType": "DesiredWeight"}]}
    assert found_in(updated(RetainAllVariantProperties=True, **changes)) == []


def test_an_endpoint_that_does_not_scale_has_nothing_to_retain() -> None:
    assert found_in(template(real_time())) == []


def test_provisioned_concurrency_is_not_retained_by_this() -> None:
    made = serverless(settings={"ProvisionedConcurrency": 2})
    tracked = tracking("SageMakerVariantProvisionedConcurrencyUtilization", value=0.7)
    assert found_in(template(made, target(**PROVISIONED_TARGET), tracked)) == []


@pytest.mark.parametrize(
    ("name", "found"),
    [("ranking", [RULE.id]), ({"Fn::Sub": "${AWS::StackName}-ranking"}, [RULE.id]), ({"Fn::Sub": "r-${Build}"}, [])],
)
def test_a_name_that_changes_makes_another_endpoint(name: Any, found: list[str]) -> None:
    body = {**updated(EndpointName=name), "Parameters": {"Build": {"Type": "String"}}}
    assert found_in(body) == found
