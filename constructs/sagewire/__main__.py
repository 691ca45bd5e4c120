"""`sagewire` and `python -m sagewire`: the command line, or what to install for it."""

import sys
import traceback

# Of `sagewire check`, whose 1 tells of an error in a template.
_COULD_NOT_RUN = 2


def main() -> None:
    """Run the command line; an error that its user can mend is one line."""
    local = "local" in sys.argv[1:2]
    try:
        from sagewire.cli import app  # noqa: PLC0415

        app()
    except ModuleNotFoundError as missing:
        extra = "local" if local else "cli"
        print(f"sagewire: {missing.name} is not installed; run: pip install 'sagewire[{extra}]'", file=sys.stderr)
        sys.exit(1 if local else _COULD_NOT_RUN)
    except Exception:  # noqa: BLE001 - a fault of ours is no error in a template
        traceback.print_exc()
        sys.exit(1 if local else _COULD_NOT_RUN)


if __name__ == "__main__":
    main()
