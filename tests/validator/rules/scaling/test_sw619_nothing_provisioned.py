"""Scaling of provisioned concurrency that is not there."""

from typing import Any

from sagewire.validator.rules.scaling.sw619_nothing_provisioned import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import PROVISIONED_TARGET, scaled, target, tracking
from sagewire.validator.samples.serving import real_time, serverless
from tests.validator.judging import found_in, only_finding

TRACKED = tracking("SageMakerVariantProvisionedConcurrencyUtilization", value=0.7)


def provisioned(concurrency: Any) -> dict[str, Any]:
    made = serverless(settings={"ProvisionedConcurrency": concurrency})
    return template(made, target(**PROVISIONED_TARGET), TRACKED)


def test_there_must_be_some_to_begin_with() -> None:
    finding = only_finding(RULE, provisioned(None))
    assert (finding.resource, finding.found) == ("Config", "not set")
    assert finding.property == "Properties/ProductionVariants/0/ServerlessConfig/ProvisionedConcurrency"


def test_any_number_will_do() -> None:
    assert found_in(provisioned(2)) == []


def test_a_figure_that_is_not_known_may_be_there() -> None:
    body = {**provisioned({"Ref": "Figure"}), "Parameters": {"Figure": {"Type": "Number"}}}
    assert found_in(body) == []


def test_instances_have_none_and_that_is_another_fault() -> None:
    body = template(real_time(), scaled(ScalableDimension=PROVISIONED_TARGET["ScalableDimension"]))
    assert RULE.id not in found_in(body)
