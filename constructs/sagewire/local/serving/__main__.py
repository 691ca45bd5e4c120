"""`python -m sagewire.local.serving serve`: load the model, then answer /ping and /invocations."""

import os
import sys
import traceback
from pathlib import Path

from sagewire.local import tether
from sagewire.local.serving.http_server import serve
from sagewire.local.serving.toolkit import Toolkit
from sagewire.local.serving.user_module import load

_DEFAULT_PORT = "8080"


def main(argv: list[str]) -> int:
    """Exit 1, with the traceback in the log, if the model cannot be loaded."""
    if argv != ["serve"]:
        print(f"usage: python -m sagewire.local.serving serve (given: {' '.join(argv)})", file=sys.stderr)
        return 2
    tether.tie_to_starter()
    try:
        toolkit = Toolkit(load(Path(os.environ["SM_MODEL_DIR"])), model_dir=os.environ["SM_MODEL_DIR"])
    except Exception:  # noqa: BLE001  the user's code, whatever it raises
        traceback.print_exc()
        return 1
    serve(toolkit, port=int(os.environ.get("SAGEMAKER_BIND_TO_PORT", _DEFAULT_PORT)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
