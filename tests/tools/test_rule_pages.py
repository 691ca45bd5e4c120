"""The rules' pages say what `sagewire explain` says, and a page goes with its rule."""

from pathlib import Path

import pytest

from sagewire.validator.catalogue import all_rules
from sagewire.validator.explain import explain
from tools.generate_docs import write_folder
from tools.pages.rules import pages


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    return pages()


def test_each_rule_has_a_page_that_says_what_the_command_says(written: dict[str, str]) -> None:
    assert set(written) == {"README.md", *(f"{rule.id}.md" for rule in all_rules())}
    for rule in all_rules():
        assert written[f"{rule.id}.md"].startswith(explain(rule))


def test_the_table_has_each_rule_once_and_leads_to_its_page(written: dict[str, str]) -> None:
    for rule in all_rules():
        assert written["README.md"].count(f"| [{rule.id}]({rule.id}.md) | {rule.severity} | {rule.title} |") == 1


def test_the_families_stand_in_their_order(written: dict[str, str]) -> None:
    heads = [line for line in written["README.md"].splitlines() if line.startswith("## ")]
    assert heads[:2] == ["## Time", "## Memory"]
    assert len(heads) == len({rule.id[2] for rule in all_rules()})


def test_a_page_without_a_rule_is_removed_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    write_folder(folder, {"SW101.md": "old", "SW999.md": "gone"})
    (folder / "drawing.svg").write_text("by hand")
    write_folder(folder, {"SW101.md": "new"})
    assert {page.name: page.read_text() for page in folder.iterdir()} == {"SW101.md": "new", "drawing.svg": "by hand"}
