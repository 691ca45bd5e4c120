"""The generated pages say what the code says, and the README's app is the quickstart."""

import re
from pathlib import Path

import pytest

from tools.generate_docs import PAGES
from tools.pages import rules

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("target", PAGES, ids=lambda target: target.name)
def test_the_page_is_current(target: Path) -> None:
    assert target.read_text() == PAGES[target](), "run: make docs"


def test_the_pages_of_the_rules_are_current() -> None:
    folder = ROOT / "docs/rules"
    assert {path.name: path.read_text() for path in folder.glob("*.md")} == rules.pages(), "run: make docs"


def test_the_readme_shows_the_quickstart_as_it_is() -> None:
    shown = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), flags=re.DOTALL)
    code = (ROOT / "examples/quickstart/app.py").read_text().partition('"""\n\n')[2]
    assert code in shown
