"""`sagewire` and `python -m sagewire`: the command line, or what to install for it."""

import sys


def main() -> None:
    """Run the command line; an error that its user can mend is one line and exit code 1."""
    try:
        from sagewire.cli import app  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        sys.exit(f"sagewire: {missing.name} is not installed; run: pip install 'sagewire[local]'")
    app()


if __name__ == "__main__":
    main()
