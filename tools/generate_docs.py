"""`python -m tools.generate_docs` writes the pages that follow from the code: `make docs`."""

from collections.abc import Mapping
from pathlib import Path

from tools.pages import errors, examples, findings, limits, permissions, rules

_ROOT = Path(__file__).parents[1]
PAGES = {
    _ROOT / "docs" / "limits.md": limits.page,
    _ROOT / "docs" / "errors.md": errors.page,
    _ROOT / "docs" / "findings.md": findings.page,
    _ROOT / "docs" / "permissions.md": permissions.page,
    _ROOT / "examples" / "README.md": examples.page,
}
RULES = _ROOT / "docs" / "rules"


def main() -> None:
    """Write them all."""
    for target, page in PAGES.items():
        target.write_text(page())
        print(target.relative_to(Path.cwd()))
    write_folder(RULES, rules.pages())
    print(RULES.relative_to(Path.cwd()))


def write_folder(folder: Path, pages: Mapping[str, str]) -> None:
    """Write the pages of a folder, by their names, and remove those of what is gone."""
    folder.mkdir(exist_ok=True)
    for page in folder.glob("*.md"):
        if page.name not in pages:
            page.unlink()
    for name, text in pages.items():
        (folder / name).write_text(text)


if __name__ == "__main__":
    main()
