"""SW507."""

from typing import Any

from sagewire.validator.rules.kind.sw507_serverless_variants import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model, serverless_variant
from tests.validator.judging import findings_of


def _of(*variants: dict[str, Any], **sections: Any) -> dict[str, Any]:
    return template(model(), config(*variants), endpoint(), **sections)


def test_one_serverless_variant_is_all() -> None:
    assert not findings_of(RULE, _of(serverless_variant()))


def test_a_second_one_is_found() -> None:
    (finding,) = findings_of(RULE, _of(serverless_variant(), serverless_variant(VariantName="Second")))
    assert (finding.found, finding.limit) == ("2", "1 variant")


def test_a_second_one_on_instances_is_found_as_well() -> None:
    assert findings_of(RULE, _of(serverless_variant(), instance_variant(VariantName="Second")))


def test_a_second_one_that_may_not_be_there_is_left_alone() -> None:
    maybe = {"Fn::If": ["Compared", serverless_variant(VariantName="Second"), {"Ref": "AWS::NoValue"}]}
    sections = {
        "Parameters": {"Compare": {"Type": "String"}},
        "Conditions": {"Compared": {"Fn::Equals": [{"Ref": "Compare"}, "yes"]}},
    }
    assert not findings_of(RULE, _of(serverless_variant(), maybe, **sections))


def test_instances_have_as_many_as_they_like() -> None:
    assert not findings_of(RULE, _of(instance_variant(), instance_variant(VariantName="Second")))
