"""A rolling update of several variants."""

from sagewire.validator.rules.rollout.sw705_rolling_variants import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import blue_green, rolled_out, rolling
from sagewire.validator.samples.serving import config, instance_variant, real_time
from tests.validator.judging import found_in, only_finding

TWO = {**real_time(), **config(instance_variant(), instance_variant(VariantName="Other"))}


def test_two_variants_have_no_rolling_update() -> None:
    finding = only_finding(RULE, template(TWO, rolled_out(rolling())))
    assert (finding.severity, finding.found) == ("warning", "2")


def test_one_has() -> None:
    assert found_in(template(real_time(), rolled_out(rolling()))) == []


def test_two_fleets_are_another_matter() -> None:
    assert found_in(template(TWO, rolled_out(blue_green()))) == []


def test_a_variant_that_may_be_left_out_is_none() -> None:
    left = {"Fn::If": ["Compared", instance_variant(VariantName="Other"), {"Ref": "AWS::NoValue"}]}
    body = template(real_time(), config(instance_variant(), left), rolled_out(rolling()))
    conditions = {"Compared": {"Fn::Equals": [{"Ref": "Compare"}, "yes"]}}
    body = {**body, "Parameters": {"Compare": {"Type": "String"}}, "Conditions": conditions}
    assert RULE.id not in found_in(body)
