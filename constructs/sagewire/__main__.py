"""`sagewire` and `python -m sagewire`: the command line, or what to install for it."""

import sys
import traceback

# Of `sagewire check`, whose 1 tells of an error in a template.
_COULD_NOT_RUN = 2
_INTERRUPTED = 130


def main() -> None:
    """Run the command line; an error that its user can mend is one line."""
    local = "local" in sys.argv[1:2]
    if sys.stdout is None:  # Python's way to say that it is closed
        print("sagewire: standard output is closed", file=sys.stderr)
        sys.exit(_COULD_NOT_RUN)
    try:
        from sagewire.cli import app  # noqa: PLC0415

        app()
    except ModuleNotFoundError as missing:
        extra = "local" if local else "cli"
        print(f"sagewire: {missing.name} is not installed; run: pip install 'sagewire[{extra}]'", file=sys.stderr)
        sys.exit(1 if local else _COULD_NOT_RUN)
    except KeyboardInterrupt:  # while it loads; from then on the command line sees to it
        sys.exit(_INTERRUPTED)
    except Exception:  # noqa: BLE001 - a fault of ours is no error in a template
        traceback.print_exc()
        sys.exit(1 if local else _COULD_NOT_RUN)


if __name__ == "__main__":
    main()
