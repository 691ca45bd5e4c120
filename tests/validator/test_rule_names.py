"""The names of rules, of their tests and of their pages say the same."""

from pathlib import Path

import pytest

from sagewire.validator.catalogue import all_rules
from sagewire.validator.rule import Rule

ROOT = Path(__file__).parents[2]
RULES = {rule.id: rule for rule in all_rules()}
FOUND = sorted((ROOT / "constructs/sagewire/validator/rules").glob("*/sw*.py"))
FILES = {path.stem.partition("_")[0].upper(): path for path in FOUND}
FAMILIES = {
    "1": "time",
    "2": "memory",
    "3": "payload",
    "4": "capacity",
    "5": "kind",
    "6": "scaling",
    "7": "rollout",
    "8": "events",
    "9": "iam",
}
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


def test_each_file_holds_the_rule_that_it_is_called_after() -> None:
    assert set(FILES) == set(RULES)
    assert len(FOUND) == len(FILES) == len(all_rules())


@every_rule
def test_a_rule_stands_in_the_folder_of_its_family(rule: Rule) -> None:
    assert FILES[rule.id].parent.name == FAMILIES[rule.id[2]]


@every_rule
def test_a_rule_has_a_test_file_of_its_name(rule: Rule) -> None:
    file = FILES[rule.id]
    assert (ROOT / "tests/validator/rules" / file.parent.name / f"test_{file.name}").is_file()


def test_no_test_file_is_left_of_a_rule_that_is_gone() -> None:
    tested = {path.stem.removeprefix("test_") for path in (ROOT / "tests/validator/rules").glob("*/test_*.py")}
    assert tested == {path.stem for path in FILES.values()}


def test_each_rule_has_a_page_and_no_other_page_is_there() -> None:
    pages = {path.stem for path in (ROOT / "docs/rules").glob("SW*.md")}
    assert pages == set(RULES)


def test_the_library_has_the_rules_that_it_promises() -> None:
    assert len(RULES) >= 80
    assert {rule_id[2] for rule_id in RULES} == set(FAMILIES)
