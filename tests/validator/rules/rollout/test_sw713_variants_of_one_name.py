"""Two variants of one name."""

from typing import Any

from sagewire.validator.rules.rollout.sw713_variants_of_one_name import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, instance_variant, real_time
from tests.validator.judging import found_in, only_finding


def variants(*names: Any) -> dict[str, Any]:
    made = template(real_time(), config(*(instance_variant(VariantName=name) for name in names)))
    return {**made, "Parameters": {"First": {"Type": "String"}, "Second": {"Type": "String"}}}


def test_the_second_one_is_refused() -> None:
    finding = only_finding(RULE, variants("A", "B", "A"))
    assert (finding.found, finding.property) == ("A", "Properties/ProductionVariants/2/VariantName")


def test_names_differ_by_case() -> None:
    assert found_in(variants("A", "a")) == []


def test_names_that_are_not_known_may_differ() -> None:
    assert found_in(variants({"Ref": "First"}, {"Ref": "Second"})) == []


def test_each_configuration_has_its_own() -> None:
    assert RULE.id not in found_in(template(real_time(), config(instance_variant(), id="Other")))
