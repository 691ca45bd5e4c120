"""`make demo`: deploy the stack onto an embedded AWS, ask it by every way in, retrain, deploy again."""

import argparse
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from demo.run import Demo, DemoError
from sagewire.local import DEFAULT_PORT, LocalError

_INTERRUPTED = 130


def main() -> int:
    """Run the demo; what goes wrong is one line, and exit code 1."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        Demo(**vars(_options())).run()
    except (LocalError, DemoError, ValueError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("demo: interrupted; everything is stopped", file=sys.stderr)
        return _INTERRUPTED
    return 0


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--model", type=Path, default=os.environ.get("MODEL"), help="a model folder of your own")
    parser.add_argument("--port", type=int, default=os.environ.get("PORT", DEFAULT_PORT), help="of the embedded AWS")
    parser.add_argument("--directory", type=Path, default=".sagewire", help="of its state and logs")
    parser.add_argument("--startup-timeout", type=float, default=60, help="seconds until a model answers /ping")
    parser.add_argument(
        "--keep", action="store_true", default=os.environ.get("KEEP", "") not in ("", "0"), help="leave it running"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
