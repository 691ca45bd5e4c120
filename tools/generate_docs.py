"""`python -m tools.generate_docs` writes the pages that follow from the code: `make docs`."""

from pathlib import Path

from tools.pages import errors, examples, findings, limits, permissions

_ROOT = Path(__file__).parents[1]
PAGES = {
    _ROOT / "docs" / "limits.md": limits.page,
    _ROOT / "docs" / "errors.md": errors.page,
    _ROOT / "docs" / "findings.md": findings.page,
    _ROOT / "docs" / "permissions.md": permissions.page,
    _ROOT / "examples" / "README.md": examples.page,
}


def main() -> None:
    """Write them all."""
    for target, page in PAGES.items():
        target.write_text(page())
        print(target.relative_to(Path.cwd()))


if __name__ == "__main__":
    main()
