"""The process of a Python function: tied to the server, then AWS's runtime client."""

import os
import sys

from sagewire.local import tether


def main() -> None:
    """Serve the handler that the environment names."""
    tether.tie_to_starter()
    from awslambdaric.__main__ import main as serve  # noqa: PLC0415  tied first: this import can take its time

    try:
        serve([sys.argv[0], os.environ["_HANDLER"]])
    finally:
        tether.end_children()  # the client may notice that the server is gone before the tether does


if __name__ == "__main__":
    main()
